/**
 * Parts: the slots of a template in this page's DOM. A fragment's parts are found by walking its definition and the DOM
 * in lockstep, in rendered HTML just as in a clone. A fragment with nothing but elements at its top is entered when it is
 * first needed: rows of a long list cost next to nothing before.
 */
import {
  COMPONENT, CONDITIONAL, DYNAMIC, EVENT_SLOT, LIST, TEXT, blank, inside, template
} from './definitions.js';

/**
 * An instance of a fragment.
 * @typedef {{def: ?, owner: ?Part, top: !Array<?>, slots: !Array<!Part>, events: number, bound: boolean, space: (string|undefined),
 *     dom: ?}}
 */
export let Fragment;

/**
 * A slot of an instance. `node` is its text or its marker, `element` and `name` are set for slots of elements, `content`
 * is the present branch, component or template, `nodes` the trusted markup, `rows` a list's. `broken`: it could not be bound or
 * patched, and waits for a replacing value.
 * @typedef {{up: !Fragment, index: number, kind: number, def: ?, node: ?, element: ?, name: string, value: ?, content: ?Fragment,
 *     nodes: ?Array<!Node>, rows: ?Array<!Fragment>, broken: boolean}}
 */
export let Part;

/**
 * An event that an element listens to.
 * @typedef {{up: !Fragment, index: number, element: ?, type: string, modifiers: ?}}
 */
export let Binding;

/** Bindings of events that happen elsewhere: on the window, or outside of their element. */
export const elsewhere = new Set();

/** The next node of the walk. @type {?} */
let at;

/** @return {!Fragment} */
const instance = (def, owner, bound) =>
  ({def, owner, top: [], slots: [], events: 0, bound, space: undefined, dom: null});

/** Binds the nodes from the walk's on. */
function bind(def, owner, parent) {
  const fragment = instance(def, owner, !def.plain);
  walk(fragment, def, 0, parent, fragment.top);
  return fragment;
}

/** @return {!Fragment} the root of the page as rendered */
export function bindRoot(def, root) {
  at = root.firstChild;
  const fragment = instance(def, null, true);
  walk(fragment, def, 0, root, fragment.top);
  return fragment;
}

/** Makes sure that a fragment's slots are known. @param {!Fragment} fragment */
export function enter(fragment) {
  if (!fragment.bound) {
    at = fragment.top[0];
    fragment.bound = true;
    fragment.top = [];
    walk(fragment, fragment.def, 0, null, fragment.top); // no text slots at its top: no parent needed
  }
  return fragment;
}

/** A new instance with empty slots, whose nodes are in `dom`. @return {!Fragment} */
export function create(def, owner, space) {
  const fragment = instance(def, owner, true);
  fragment.space = space;
  fragment.dom = blank(def, space);
  at = fragment.dom.firstChild;
  walk(fragment, def, 0, fragment.dom, fragment.top);
  return fragment;
}

function walk(fragment, nodes, i, parent, top) {
  for (; i < nodes.length; i++) {
    const node = nodes[i];
    let item = null;
    if (node === 0) item = seek(8, '');
    else if (typeof node == 'string') item = takeText();
    else if (typeof node[0] == 'string') {
      item = seek(1, node[0]);
      if (fragment.bound) walkElement(fragment, node, item);
      else item.livelet = fragment;
    } else item = walkPart(fragment, node, parent);
    if (top && item) top.push(item);
  }
}

/** The next element with a tag, or the next comment: a marker, or an empty one. Skips what others put between. */
function seek(type, name) {
  while (at) {
    const found = at;
    at = at.nextSibling;
    if (found.nodeType == type && (type == 1 ? found.nodeName.toLowerCase() == name.toLowerCase() : !found.data == !name)) return found;
  }
  throw Error('The page lacks <' + name + '>');
}

function takeText() {
  if (!at || at.nodeType != 3) return null;
  const found = at;
  at = at.nextSibling;
  return found;
}

function walkElement(fragment, def, element) {
  if (!def.live) return;
  for (const slot of def[2] || []) {
    if (slot[0] == EVENT_SLOT) {
      const modifiers = slot[2];
      const binding = {up: fragment, index: fragment.events++, element, type: slot[1], modifiers};
      (element.bindings = element.bindings || []).push(binding);
      if (modifiers['w'] || modifiers['a']) elsewhere.add(binding);
    } else {
      const part = newPart(fragment, ~slot[0], def);
      part.element = element;
      part.name = slot[1];
    }
  }
  const next = at;
  at = element.firstChild;
  if (at && at.name == '_livelet') at = at.nextSibling;
  walk(fragment, def, 3, element, null);
  at = next;
}

/** @return {!Part} */
function newPart(up, kind, def) {
  const part = {
    up, index: up.slots.length, kind, def, node: null, element: null, name: '', value: undefined, content: null, nodes: null, rows: null,
    broken: false
  };
  up.slots.push(part);
  return part;
}

function walkPart(fragment, def, parent) {
  const part = newPart(fragment, def[0], def);
  if (part.kind == TEXT) {
    part.node = takeText() || parent.insertBefore(document.createTextNode(''), at);
  } else if (part.kind == COMPONENT) {
    part.content = bind(template(def[1]), part, parent);
  } else {
    part.node = seek(8, '-');
    const count = +part.node.data;
    if (part.kind == LIST) {
      part.rows = [];
      for (let i = 0; i < count; i++) {
        if (i && def[2]) seek(8, '');
        part.rows.push(bind(def[1], part, parent));
      }
    } else if (part.kind == CONDITIONAL) {
      if (count) part.content = bind(def[count], part, parent);
    } else if (part.node.data[0] == 't') {
      part.content = bind(template(part.node.data.slice(1)), part, parent);
    } else if (count) {
      part.nodes = [];
      for (; part.nodes.length < count; at = at.nextSibling) part.nodes.push(at);
    }
  }
  return part;
}

/** The first node of a node, part or fragment; undefined where a fragment has none. */
export function first(item) {
  if (!item || item.nodeType) return item;
  if (item.node) return item.node;
  if (item.content) return first(item.content);
  for (const inner of item.top || []) {
    const node = first(inner);
    if (node) return node;
  }
}

/** The last node of a node, part or fragment. */
export function last(item) {
  if (!item || item.nodeType) return item;
  const inner = item.top || item.rows || item.nodes || [item.content];
  for (let i = inner.length; i--;) {
    const node = last(inner[i]);
    if (node) return node;
  }
  return item.node;
}

/** The nodes of a node, part or fragment, without what others put between them. @return {!Array<!Node>} */
export function nodesOf(item, nodes = []) {
  if (item.nodeType) nodes.push(item);
  else {
    if (item.node) nodes.push(item.node);
    for (const inner of item.top || item.rows || item.nodes || [item.content]) if (inner) nodesOf(inner, nodes);
  }
  return nodes;
}

/** The namespace of what is created at a part's marker. @param {!Part} part */
export function spaceOf(part) {
  const parent = part.node.parentNode;
  if (parent.nodeType == 1) return inside(parent);
  let fragment = part.up;
  while (!fragment.space) fragment = fragment.owner.up;
  return fragment.space;
}

/**
 * @param {!Fragment} fragment
 * @param {?Fragment} root
 * @return {?Array<number>} its path from the root, null when it is no longer on the page
 */
export function pathOf(fragment, root) {
  const path = [];
  for (let part; part = fragment.owner; fragment = part.up) {
    if (part.rows) {
      path.unshift(part.rows.indexOf(fragment));
      if (path[0] < 0) return null;
    } else if (part.content != fragment) return null;
    path.unshift(part.index);
  }
  return fragment == root ? path : null;
}

/** Whether a part is a slot of an element of this kind. */
export const isSlot = (part, kind) => part.kind == ~kind;
