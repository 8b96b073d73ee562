/**
 * Applying patches. A patch first resolves all its targets and creates what is new, outside of the page; only then it
 * writes. What cannot be resolved leaves the smallest enclosing part as it is, whole, and that part is reported as broken:
 * the server then sends a value that replaces it.
 */
import {
  LIST_COLUMN, LIST_INSERT, LIST_MOVE, LIST_PERMUTE, LIST_REMOVE, LIST_RESET, LIST_ROW
} from './protocol.js';
import {
  COMPONENT, CONDITIONAL, EVENT_SLOT, LIST, PROPERTY, SPREAD, STYLE, TEXT, inside, plant, setAttribute, template
} from './definitions.js';
import {create, enter, first, isSlot, last, nodesOf, spaceOf} from './parts.js';
import {writeProperty} from './forms.js';

// commands on trusted markup, beside those it shares with lists; 5 goes on with a node's children
const TREE_TEXT = 3;
const TREE_ATTRIBUTES = 4;

/** The writes of the patch that is being resolved, in order. @type {!Array<function()>} */
let writes = [];

/** The fragments that it takes away. @type {!Array<?>} */
let gone = [];

/** The parts that it could not resolve. @type {!Array<?>} */
let broken = [];

/**
 * @param {!Array<?>} patch slot, patch value, slot, patch value, … from `i` on
 * @param {function(!Array<?>)} leaving told the fragments that will be gone, while all is still there
 * @return {!Array<?>} the parts that must be healed
 */
export function applyPatch(root, patch, i, leaving) {
  writes = [];
  gone = [];
  broken = [];
  resolve(root, patch, i);
  leaving(gone);
  for (const write of writes) write();
  return broken;
}

/** Creates an instance that is filled with full values from `i` on. */
export function createFull(def, owner, space, values, i) {
  const outer = writes;
  writes = [];
  try {
    const fragment = create(def, owner, space);
    fill(fragment, values, i);
    for (const write of writes) write();
    return fragment;
  } finally {
    writes = outer;
  }
}

function fill(fragment, values, i) {
  for (const part of enter(fragment).slots) {
    const value = values[i++];
    if (part.kind == COMPONENT) fill(part.content, value, 0);
    else change(part, part.kind == LIST ? [LIST_RESET].concat(value) : value);
  }
}

function resolve(fragment, patch, i) {
  enter(fragment);
  for (; i < patch.length; i += 2) change(fragment.slots[patch[i]], patch[i + 1]);
}

function check(truth) {
  if (!truth) throw Error('The page is not as it was');
}

/** Resolves one slot's patch. A part that holds fragments keeps the trouble inside, unless it was to be replaced as a whole. */
function change(part, value) {
  const length = writes.length;
  const replacing = !value || value[0] < 0 || value['h'] || part.kind == LIST && value[0] == LIST_RESET;
  try {
    if (part.broken && !replacing) return;
    if (part.element) changeElement(part, value);
    else if (part.kind == TEXT) changeText(part, value);
    else if (part.kind == COMPONENT) resolve(part.content, value, 0);
    else {
      check(part.node.parentNode);
      if (part.kind == LIST) changeList(part, value);
      else if (replacing) replace(part, value);
      else if (value['p']) {
        const nodes = trusted(part.nodes.slice(), value['p'], part.node, null, spaceOf(part));
        writes.push(() => part.nodes = nodes);
      }
      else resolve(part.content, value, 0);
    }
  } catch (e) {
    if (part.node && part.kind > TEXT && !replacing) {
      writes.length = length;
      console.warn(e);
      part.broken = true;
      broken.push(part);
    } else throw e;
  }
}

function changeText(part, value) {
  const node = part.node;
  check(node.parentNode);
  if (Array.isArray(value)) {
    const [at, count, text] = spliceOf(value, node.data.length);
    writes.push(() => node.replaceData(at, count, text)); // keeps a selection elsewhere in the text
  } else {
    writes.push(() => node.data = value);
  }
}

/** @return {!Array<?>} where, how many to delete, what to insert */
function spliceOf(splice, length) {
  const last = splice.length - 1;
  const at = last ? splice[0] : length;
  const count = last > 1 ? splice[1] : 0;
  check(at + count <= length);
  return [at, count, splice[last]];
}

function changeElement(part, value) {
  const element = part.element;
  const name = isSlot(part, STYLE) ? 'style' : part.name;
  if (isSlot(part, SPREAD)) {
    const before = part.value || spreadNames(part);
    writes.push(() => {
      part.value = value;
      for (const name in before) if (!(name in value)) setAttribute(element, name, null);
      for (const name in value) setAttribute(element, name, value[name]);
    });
    return;
  }
  if (Array.isArray(value)) {
    const base = part.value !== undefined ? '' + part.value :
        name == 'style' ? element.liveStyle : name == 'text' ? element.textContent :
        name == 'value' && element.localName == 'textarea' ? element.defaultValue : element.getAttribute(name);
    const [at, count, text] = spliceOf(value, base.length);
    value = base.slice(0, at) + text + base.slice(at + count);
  }
  writes.push(() => {
    part.value = value;
    if (isSlot(part, PROPERTY)) writeProperty(part);
    else setAttribute(element, name, value);
  });
}

/** The names that a spread gave to a rendered element: those that nothing else gave. */
function spreadNames(part) {
  const names = {};
  for (const {name} of Array.from(part.element.attributes)) {
    if (!(part.def[1] || {})[name] && !part.def[2].some(slot => slot[1] == name) && !/^(data-live|style$)/.test(name)) names[name] = 1;
  }
  return names;
}

/** A conditional or dynamic Html gets other content. */
function replace(part, value) {
  const space = spaceOf(part);
  const old = part.content || part.nodes && {top: part.nodes};
  let content = null;
  let nodes = null;
  if (value && value['h']) {
    nodes = value['h'].map(tree => plant(tree, space));
  } else if (value) {
    content = createFull(part.kind == CONDITIONAL ? part.def[-value[0]] : template(-value[0]), part, space, value, 1);
  }
  if (old) gone.push(old);
  writes.push(() => {
    if (old) remove(old);
    part.content = content;
    part.nodes = nodes;
    part.broken = false;
    insert(nodes || [content], part.node);
  });
}

function remove(item) {
  for (const node of nodesOf(item)) node.remove();
}

/** Puts new nodes or fragments after a node. */
function insert(items, after) {
  const all = document.createDocumentFragment();
  for (const item of items) if (item) all.appendChild(item.dom || item);
  after.parentNode.insertBefore(all, after.nextSibling);
}

/** Resolves a list's commands on a copy of its rows: each works on the list as those before it left it. */
function changeList(part, commands) {
  const marker = part.node;
  let rows = part.rows;
  let i = 0;

  const row = index => {
    check(rows[index]);
    return rows[index];
  };
  const splice = (from, count, added) => {
    check(from <= rows.length && from + count <= rows.length);
    rows = rows.slice(0, from).concat(added, rows.slice(from + count));
  };
  const cut = (from, count) => {
    const removed = rows.slice(from, from + count);
    splice(from, count, []);
    for (const item of removed) gone.push(item);
    writes.push(() => removed.forEach(remove));
  };
  const add = (from, count) => {
    const added = [];
    const width = slotCount(part.def[1], 0);
    for (let k = 0; k < count; k++) {
      const values = [];
      for (let column = 0; column < width; column++) values.push(cell(commands[i + column], k, count));
      added.push(createFull(part.def[1], part, spaceOf(part), values, 0));
    }
    i += width;
    splice(from, 0, added);
    const previous = rows[from - 1];
    writes.push(() => insert(added, previous && last(previous) || marker));
  };
  const order = next => writes.push(() => arrange(next, marker));

  while (i < commands.length) {
    const command = commands[i++];
    const from = commands[i++];
    if (command == LIST_REMOVE) cut(from, commands[i++]);
    else if (command == LIST_INSERT) add(from, commands[i++]);
    else if (command == LIST_RESET) {
      cut(0, rows.length);
      add(0, from);
      writes.push(() => part.broken = false);
    } else if (command == LIST_ROW) {
      const fragment = enter(row(from));
      change(fragment.slots[commands[i++]], commands[i++]);
    } else if (command == LIST_COLUMN) {
      const deltas = commands[i++];
      const column = commands[i++];
      let index = 0;
      deltas.forEach((delta, k) => change(enter(row(index += delta)).slots[from], cell(column, k, deltas.length)));
    } else if (command == LIST_MOVE) {
      const moved = row(from);
      const to = commands[i++];
      splice(from, 1, []);
      splice(to, 0, [moved]);
      if (movable(moved)) {
        const previous = rows[to - 1];
        writes.push(() => move(moved, (previous && last(previous) || marker).nextSibling, marker.parentNode));
      } else order(rows);
    } else {
      const old = rows;
      check(command == LIST_PERMUTE && from.length == old.length && new Set(from).size == old.length);
      rows = [];
      for (const index of from) {
        check(old[index]);
        rows.push(old[index]);
      }
      order(rows);
    }
  }
  const result = rows;
  writes.push(() => part.rows = result);
}

/** The number of value slots of a fragment. */
function slotCount(nodes, i) {
  if (!(nodes.slotCount >= 0)) {
    nodes.slotCount = 0;
    for (; i < nodes.length; i++) {
      const node = nodes[i];
      if (node[0] > 0 && typeof node != 'string') nodes.slotCount++;
      else if (Array.isArray(node)) {
        for (const slot of node[2] || []) if (slot[0] != EVENT_SLOT) nodes.slotCount++;
        nodes.slotCount += slotCount(node, 3);
      }
    }
  }
  return nodes.slotCount;
}

/** The value of row `k` of `count` in a column. */
const cell = (column, k, count) => count > 1 && Array.isArray(column) ? column[k] : column;

/** Whether a row keeps its focus and its frames on the way: the row with the focus is moved only where moveBefore is there. */
const movable = row => {
  const node = first(row);
  return !node || node.parentNode['moveBefore'] || !nodesOf(row).some(each => each.contains(document.activeElement));
};

function move(row, before, parent) {
  for (const node of nodesOf(row)) {
    if (parent['moveBefore'] && node.parentNode) parent['moveBefore'](node, before);
    else parent.insertBefore(node, before);
  }
}

/** Puts rows into an order; one that must not move stays, and the others go around it. */
function arrange(rows, marker) {
  const fixed = rows.findIndex(row => !movable(row));
  let before = marker.nextSibling;
  rows.forEach((row, i) => {
    const start = first(row);
    if (!start) return;
    if (i == fixed || start == before) before = last(row).nextSibling;
    else move(row, i < fixed ? first(rows[fixed]) : before, marker.parentNode);
  });
}

/** Resolves the commands on trusted markup, on a copy of its nodes; `marker` is before them, or `parent` holds them. */
function trusted(nodes, commands, marker, parent, space) {
  const node = index => {
    check(nodes[index]);
    return nodes[index];
  };
  const place = (index, inserted) => {
    check(index <= nodes.length);
    const previous = nodes[index - 1] || marker;
    nodes = nodes.slice(0, index).concat(inserted, nodes.slice(index));
    writes.push(() => {
      const holder = parent || marker.parentNode;
      const before = previous ? previous.nextSibling : holder.firstChild;
      for (const each of inserted) move(each, before, holder);
    });
  };
  for (let i = 0; i < commands.length;) {
    const command = commands[i++];
    const from = commands[i++];
    const value = commands[i++];
    if (command == LIST_REMOVE) {
      const removed = nodes.splice(from, value);
      check(removed.length == value);
      writes.push(() => removed.forEach(remove));
    } else if (command == LIST_INSERT) {
      place(from, value.map(tree => plant(tree, space)));
    } else if (command == LIST_MOVE) {
      const moved = node(from);
      nodes.splice(from, 1);
      place(value, [moved]);
    } else if (command == TREE_TEXT) {
      const text = node(from);
      check(text.nodeType == 3);
      writes.push(() => text.data = value);
    } else if (command == TREE_ATTRIBUTES) {
      const element = node(from);
      check(element.nodeType == 1);
      writes.push(() => {
        for (const name in value) setAttribute(element, name, value[name]);
      });
    } else {
      const element = node(from);
      check(element.nodeType == 1);
      trusted(Array.from(element.childNodes), value, null, element, inside(element));
    }
  }
  return nodes;
}
