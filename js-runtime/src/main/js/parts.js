/**
 * Parts: the slots of a template in this page's DOM. A fragment's parts are found by walking its definition and the DOM
 * in lockstep, in rendered HTML just as in a clone. A fragment with nothing but elements at its top is entered when it is
 * first needed: rows of a long list cost next to nothing before.
 */
import {COMPONENT, CONDITIONAL, EVENT_SLOT, LIST, STYLE, TEXT, blank, template} from './definitions.js';
import {page} from './page.js';

/**
 * An instance of a fragment: `ownTop` are the nodes and parts that no element of it holds, `newNodes` its nodes until they are
 * on the page.
 * @typedef {{def: ?, owner: ?Part, ownTop: !Array<?>, slots: !Array<!Part>, eventCount: number, isBound: boolean, newNodes: ?}}
 */
export let Fragment;

/**
 * A slot of an instance. `markNode` is its text, or the comment before it; `onElement` and `slotName` are set for slots of
 * elements; `ownItems` are a list's rows, the present branch, component or template, or the nodes of trusted markup. `isBroken`: it could not be bound or patched, and waits for a value that replaces it.
 * @typedef {{up: !Fragment, slotIndex: number, slotKind: number, def: ?, markNode: ?, onElement: ?, slotName: ?, lastValue: ?,
 *     ownItems: !Array<?>, isBroken: ?}}
 */
export let Part;

// what elements are given has symbols for names: a field of that name would hide a form's other properties
/** An element's slots and bindings. */
export const LIVE_PARTS = Symbol();
/** The fragment that an element at its top will be the way into. */
export const OF_FRAGMENT = Symbol();

/** Bindings of events that happen elsewhere: on the window, or outside of their element. */
export const elsewhere = new Set();

// what a list's definition says of its rows
const SEPARATED = 1;
const LATER = 2;

/** The next node of the walk. @type {?} */
let at;

/** @return {!Fragment} bound to the walk's next nodes */
function bind(def, owner, parent, isBound) {
  const ownTop = [];
  const fragment = {def, owner, ownTop, slots: [], eventCount: 0, isBound};
  walk(fragment, def, 0, parent, ownTop);
  return fragment;
}

/** @return {!Fragment} the root of the page as rendered */
export function bindRoot(def) {
  at = page.root.firstChild;
  return bind(def, null, page.root, true);
}

/** Makes sure that a fragment's slots are known. */
export function enter(fragment) {
  if (!fragment.isBound) {
    at = fragment.ownTop[0];
    fragment.isBound = true;
    walk(fragment, fragment.def, 0, null, fragment.ownTop = []);
  }
  return fragment;
}

/** @return {!Fragment} a new instance with empty slots */
export function create(def, owner, space) {
  const newNodes = blank(def, space);
  at = newNodes.firstChild;
  const fragment = bind(def, owner, newNodes, true);
  fragment.newNodes = newNodes;
  return fragment;
}

function walk(fragment, nodes, i, parent, top) {
  for (; i < nodes.length; i++) {
    const node = nodes[i];
    const kind = Array.isArray(node) && node[0];
    let item;
    if (kind > 0) item = walkPart(fragment, node, parent);
    else if (kind) {
      item = seek(1, kind);
      if (fragment.isBound) walkElement(fragment, node, item);
      else item[OF_FRAGMENT] = fragment;
    } else item = node === 0 ? seek(8) : takeText();
    if (top && item) top.push(item);
  }
}

/**
 * The next element with a tag, or the next comment: a marker where there is a name, else an empty one. Skips what others put between.
 * @param {?=} name
 */
function seek(type, name) {
  let found;
  do {
    found = at; // null where the page lacks it: this throws
    at = found.nextSibling;
  } while (found.nodeType != type || (type == 1 ? found.localName != name : !found.data != !name));
  return found;
}

/** The next node if that is a text. */
const takeText = () => at?.nodeType == 3 && seek(3, at.data);

function walkElement(up, def, element) {
  if (!def[2]) return; // nothing in it ever changes
  element[LIVE_PARTS] = def[2].map(([kind, name, modifiers]) => {
    if (kind != EVENT_SLOT) return newPart(up, ~kind, def, element, kind == STYLE ? 'style' : name);
    const binding = {up, slotIndex: up.eventCount++, onElement: element, eventType: name, modifiers_: modifiers};
    if (modifiers['w'] || modifiers['a']) elsewhere.add(binding);
    return binding;
  });
  const next = at;
  at = element.firstChild;
  if (at && at.name == '_livelet') at = at.nextSibling;
  walk(up, def, 3, element, null);
  at = next;
}

/** @param {?=} onElement @param {?=} slotName @return {!Part} */
function newPart(up, slotKind, def, onElement, slotName) {
  const part = /** @type {?} */ ({up, slotIndex: up.slots.length, slotKind, def, onElement, slotName, ownItems: []});
  up.slots.push(part);
  return part;
}

function walkPart(fragment, def, parent) {
  const [kind, id, flags] = def;
  const part = newPart(fragment, kind, def);
  const add = def => part.ownItems.push(bind(def, part, parent, !(flags & LATER)));
  if (kind == TEXT) {
    part.markNode = takeText() || parent.insertBefore(document.createTextNode(''), at);
  } else if (kind == COMPONENT) add(template(id));
  else {
    const {data} = part.markNode = seek(8, kind);
    if (data[0] == 't') add(template(data.slice(1)));
    else if (kind == CONDITIONAL) {
      if (data > 0) add(def[data]);
    } else {
      for (let i = 0; i < data; i++) {
        if (kind == LIST) {
          if (i && flags & SEPARATED) seek(8).remove(); // only the parser needed it
          add(id);
        } else {
          part.ownItems.push(at);
          at = at.nextSibling;
        }
      }
    }
  }
  return part;
}

/** The nodes of a node, part or fragment in order, without what others put between them. @return {!Array<!Node>} */
export function nodesOf(item, nodes = []) {
  if (item instanceof Node) nodes.push(item);
  else {
    if (item.markNode) nodes.push(item.markNode);
    for (const inner of item.ownTop || item.ownItems) nodesOf(inner, nodes);
  }
  return nodes;
}

/** Puts a node elsewhere, alive where the browser can move it so. */
export function place(node, parent, before) {
  node.isConnected && parent['moveBefore'] ? parent['moveBefore'](node, before) : parent.insertBefore(node, before);
}

/** @return {?Array<number>} the path of a part or binding from the root, null when it is no longer on the page */
export function pathOf({up, slotIndex}) {
  const path = [slotIndex];
  for (let part; part = up.owner; up = part.up) {
    const index = part.ownItems.indexOf(up);
    if (index < 0) return null;
    if (part.slotKind == LIST) path.unshift(index);
    path.unshift(part.slotIndex);
  }
  return up == page.fragment ? path : null;
}
