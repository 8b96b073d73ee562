/**
 * Definitions: the JSON trees of templates, as in docs/protocol.md, and the DOM that is made from them. Nodes are made
 * with createElementNS only, never from HTML text, so a page may forbid that by its CSP.
 */

// kinds of nodes and of element slots in definitions
export const TEXT = 1;
export const CONDITIONAL = 2;
export const LIST = 3;
export const COMPONENT = 4;
export const DYNAMIC = 5;
export const ATTRIBUTE = 0;
export const PROPERTY = 1;
export const STYLE = 2;
export const SPREAD = 3;
export const EVENT_SLOT = 4;

const HTML = 'http://www.w3.org/1999/xhtml';
const SVG = 'http://www.w3.org/2000/svg';
const MATH = 'http://www.w3.org/1998/Math/MathML';

// what scan finds in a definition
const LIVE = 1;
const EAGER = 2;

/** @type {Object<string, ?>} */
const templates = {};

/** @type {function(string, ?)} */
let listen;

/** @param {function(string, ?)} listener told each type of event that a definition has, with its modifiers */
export const onEventType = listener => listen = listener;

/** @param {!Object<string, ?>} definitions by template id */
export function add(definitions) {
  for (const id in definitions) templates[id] = definitions[id];
  for (const id in definitions) scan(definitions[id], 0);
}

/** @return {?} the fragment of a template */
export function template(id) {
  if (!templates[id]) throw Error('No template ' + id);
  return templates[id];
}

/**
 * Notes on each fragment whether it may be bound later (`plain`: only elements and static text at its top, and no event
 * that happens elsewhere), and on each element whether anything in it ever changes (`live`).
 *
 * @param {?} nodes a fragment, or an element, whose children begin at `i`
 * @return {number} LIVE, EAGER or both
 */
function scan(nodes, i) {
  if (nodes.flags >= 0) return nodes.flags;
  let flags = nodes.flags = 0;
  let plain = true;
  for (; i < nodes.length; i++) {
    const node = nodes[i];
    if (!Array.isArray(node)) continue;
    const kind = node[0];
    if (typeof kind == 'string') {
      for (const slot of node[2] || []) {
        flags |= LIVE;
        if (slot[0] == EVENT_SLOT) {
          listen(slot[1], slot[2]);
          if (slot[2]['w'] || slot[2]['a']) flags |= EAGER;
        }
      }
      const inner = scan(node, 3);
      node.live = node[2] || inner;
      flags |= inner;
    } else {
      plain = false;
      flags |= LIVE;
      // the content of a dynamic one is not known before it is there
      if (kind == DYNAMIC) flags |= EAGER;
      else if (kind == COMPONENT) flags |= templates[node[1]] ? scan(templates[node[1]], 0) : EAGER;
      else for (let k = 1; node[k] && node[k].length >= 0; k++) flags |= scan(node[k], 0);
    }
  }
  nodes.plain = plain && flags < EAGER;
  return nodes.flags = flags;
}

/** @return {string} the namespace of an element's children */
export const inside = element =>
  element.localName.toLowerCase() == 'foreignobject' ? HTML : element.namespaceURI;

/** @return {!Element} */
function element(tag, attributes, space) {
  const created = document.createElementNS(tag == 'svg' ? SVG : tag == 'math' ? MATH : space, tag);
  for (const name in attributes || {}) setAttribute(created, name, attributes[name]);
  return created;
}

/** A fragment's DOM with every slot empty; cloned from the first one. */
export function blank(definition, space) {
  if (!definition[space]) {
    definition[space] = document.createDocumentFragment();
    build(definition, 0, definition[space], space);
  }
  return definition[space].cloneNode(true);
}

function build(nodes, i, parent, space) {
  for (; i < nodes.length; i++) {
    const node = nodes[i];
    const kind = node[0];
    if (node === 0) parent.appendChild(document.createComment(''));
    else if (typeof node == 'string') parent.appendChild(document.createTextNode(node));
    else if (kind == TEXT) parent.appendChild(document.createTextNode(''));
    else if (kind == COMPONENT) build(template(node[1]), 0, parent, space);
    else if (kind > 0) parent.appendChild(document.createComment('0'));
    else {
      const created = parent.appendChild(element(kind, node[1], space));
      build(node, 3, created, inside(created));
    }
  }
}

/** @return {!Node} a node of trusted markup from its tree */
export function plant(tree, space) {
  if (!Array.isArray(tree)) return document.createTextNode(tree);
  const created = element(tree[0], tree[1], space);
  for (let i = 2; i < tree.length; i++) created.appendChild(plant(tree[i], inside(created)));
  return created;
}

/**
 * @param {?} value a string or number; true: bare; null: absent
 */
export function setAttribute(element, name, value) {
  // handlers in attributes never run under the CSP, and setting one throws under Trusted Types
  if (/^on|^srcdoc$/i.test(name)) return;
  if (value == null || value === false) element.removeAttribute(name);
  else if (name == 'style') element.style.cssText = value; // the CSP forbids the attribute, not the CSSOM
  else element.setAttribute(name, value === true ? '' : value);
}
