/**
 * Definitions: the JSON trees of templates, as in docs/protocol.md, and the DOM that is made from them. Nodes are made by
 * createElementNS only, never from HTML text, so that a page may forbid this by its CSP.
 *
 * Here and elsewhere the runtime's own properties have names that no browser's object has: only those are minified.
 */

// kinds of nodes, and of slots of elements
export const TEXT = 1;
export const CONDITIONAL = 2;
export const LIST = 3;
export const COMPONENT = 4;
export const DYNAMIC = 5;
export const PROPERTY = 1;
export const STYLE = 2;
export const SPREAD = 3;
export const EVENT_SLOT = 4;

// where an element's children begin in a definition, and in a tree of trusted markup
const DEFINITION = 3;
const TREE = 2;

/** @type {!Object<string, ?>} */
const templates = {};

/** @param {!Object<string, ?>} definitions by template id */
export const add = definitions => Object.assign(templates, definitions);

/** @return {?} the fragment of a template */
export const template = id => templates[id];

/** The namespace of what is created in a node. */
export const inside = node =>
  node.inSpace || (node.localName == 'foreignObject' ? document.body.namespaceURI : node.namespaceURI);

export const newFragment = () => /** @type {?} */ (new DocumentFragment());

/** @return {!DocumentFragment} a fragment's nodes with every slot empty, cloned from the first one */
export function blank(definition, space) {
  const made = (definition[space] ||= build(definition, 0, DEFINITION, newFragment(), space)).cloneNode(true);
  made.inSpace = space;
  return made;
}

/** @return {!Array<!Node>} the nodes of trusted markup @noinline */
export const plant = (trees, space) => Array.from(build(trees, 0, TREE, newFragment(), space).childNodes);

function build(nodes, i, children, parent, space) {
  for (; i < nodes.length; i++) {
    const node = nodes[i];
    const kind = Array.isArray(node) && node[0];
    if (kind == COMPONENT) build(template(node[1]), 0, children, parent, space);
    else if (kind > TEXT || node === 0) parent.append(document.createComment(kind ? '0' : ''));
    else if (kind == TEXT || !kind) parent.append(kind ? '' : node);
    else {
      const element = document.createElementNS(
          kind == 'svg' ? 'http://www.w3.org/2000/svg' : kind == 'math' ? 'http://www.w3.org/1998/Math/MathML' : space, kind);
      setAttributes(element, node[1]);
      parent.append(build(node, children, children, element, inside(element)));
    }
  }
  return parent;
}

/** @param {?} values by name, 0 for none */
export function setAttributes(element, values) {
  for (const name in values) setAttribute(element, name, values[name]);
}

/** @param {?} value a string or number; true: bare; null: absent */
export function setAttribute(element, name, value) {
  if (value == null) element.removeAttribute(name);
  else if (name == 'style') element.style.cssText = value; // the CSP forbids the attribute, not the CSSOM
  // handlers in attributes never run under the CSP, and Trusted Types refuse to set them
  else if (!/^on|^srcdoc$/i.test(name)) element.setAttribute(name, value === true ? '' : value);
}
