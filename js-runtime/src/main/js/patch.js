/**
 * Applying patches. A patch first resolves all its targets and creates what is new, outside of the page; only then it
 * writes. What cannot be resolved leaves the smallest enclosing part as it is, whole, and that part is reported as broken:
 * the server then sends a value that replaces it.
 */
import {LIST_COLUMN, LIST_INSERT, LIST_MOVE, LIST_PERMUTE, LIST_REMOVE, LIST_RESET, LIST_ROW} from './protocol.js';
import {
  COMPONENT, CONDITIONAL, LIST, PROPERTY, SPREAD, TEXT, inside, plant, setAttribute, setAttributes, template
} from './definitions.js';
import {create, enter, nodesOf, place} from './parts.js';
import {writeProperty} from './forms.js';

// commands on trusted markup, beside those that it shares with lists; 5 goes on with an element's children
const TREE_TEXT = 3;
const TREE_ATTRIBUTES = 4;

/** The writes of the patch that is being resolved, in order. @type {!Array<function()>} */
let writes = [];

/** The fragments that it takes away. @type {!Array<?>} */
let gone = [];

/** The parts that it could not resolve. @type {!Array<?>} */
let broken = [];

/**
 * @param {?} root
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

/**
 * @param {function(number): ?} values the full value of each slot
 * @return {?} a new instance
 */
export function createFull(def, owner, space, values) {
  const outer = writes;
  const fragment = create(def, owner, space);
  writes = [];
  fill(fragment, values);
  for (const write of writes) write();
  writes = outer;
  return fragment;
}

function fill(fragment, values) {
  for (const part of enter(fragment).slots) {
    const value = values(part.slotIndex);
    if (part.slotKind == COMPONENT) fill(part.ownItems[0], i => value[i]);
    else change(part, part.slotKind == LIST ? [LIST_RESET].concat(value) : value);
  }
}

function resolve(fragment, patch, i) {
  for (; i < patch.length; i += 2) change(enter(fragment).slots[patch[i]], patch[i + 1]);
}

function check(truth) {
  if (!truth) throw 'Unexpected page';
}

/** Resolves one slot's patch. A part that holds fragments keeps trouble to itself, unless it was to be replaced as a whole. */
function change(part, value) {
  const {ownItems: items, markNode: marker, slotKind} = part;
  const outer = writes;
  const {length} = writes;
  const replacing = !value || value[0] < 0 || value['h'] || slotKind == LIST && value[0] == LIST_RESET;
  try {
    if (marker) check(marker.parentNode);
    if (part.onElement) changeElement(part, value);
    else if (slotKind == TEXT) changeText(marker, value);
    else if (slotKind == COMPONENT) resolve(items[0], value, 0);
    else if (!part.isBroken || replacing) {
      if (slotKind == LIST) edit(part, value);
      else if (replacing) replace(part, value);
      else if (value['p']) edit(part, value['p']);
      else resolve(items[0], value, 0);
      if (replacing) writes.push(() => part.isBroken = false);
    }
  } catch (e) {
    if (!marker || slotKind == TEXT || replacing) throw e;
    console.warn(e);
    writes = outer;
    writes.length = length;
    part.isBroken = true;
    broken.push(part);
  }
}

function changeText(node, value) {
  if (Array.isArray(value)) {
    const [from, count, text] = spliceOf(value, node.data);
    writes.push(() => node.replaceData(from, count, text)); // leaves a selection elsewhere in the text alone
  } else writes.push(() => node.data = value);
}

/** @return {!Array<?>} where, how many units to delete, what to insert */
function spliceOf(splice, base) {
  const last = splice.length - 1;
  const from = last ? splice[0] : base.length;
  const count = last > 1 ? splice[1] : 0;
  check(from + count <= base.length);
  return [from, count, splice[last]];
}

function changeElement(part, value) {
  const {onElement, slotKind, slotName} = part;
  if (Array.isArray(value)) {
    // on the last value from the server: written here, or rendered
    const base = '' + (part.lastValue ?? (slotName == 'style' ? onElement.liveStyle : onElement.getAttribute(slotName)) ?? onElement.defaultValue ?? onElement.textContent);
    const [from, count, text] = spliceOf(value, base);
    value = base.slice(0, from) + text + base.slice(from + count);
  }
  writes.push(() => {
    if (slotKind == ~SPREAD) {
      for (const old in part.lastValue || renderedSpread(part)) if (!(old in value)) setAttribute(onElement, old, null);
      setAttributes(onElement, value);
    } else if (slotKind == ~PROPERTY) writeProperty(part, value);
    else setAttribute(onElement, slotName, value);
    part.lastValue = value;
  });
}

/** The names that a spread gave to a rendered element: those that nothing else gave. */
function renderedSpread({def, onElement}) {
  const names = {};
  for (const {name} of onElement.attributes) {
    if (!(name in Object(def[1]) || def[2].some(slot => slot[1] == name) || /^(data-live|style$)/.test(name))) names[name] = 1;
  }
  return names;
}

/** A conditional or dynamic Html gets other content. */
function replace(part, value) {
  const {def, markNode: marker, slotKind} = part;
  const space = inside(marker.parentNode);
  settle(part, value['h'] ? plant(value['h'], space) :
      value ? [createFull(slotKind == CONDITIONAL ? def[-value[0]] : template(-value[0]), part, space, i => value[i + 1])] : []);
}

/** A part gets these rows, fragments or nodes, new ones and some that it has, in this order; the others go. */
function settle(part, items) {
  const kept = new Set(items);
  const removed = part.ownItems.filter(item => !kept.has(item));
  gone = gone.concat(removed);
  writes.push(() => {
    for (const item of removed) for (const node of nodesOf(item)) node.remove();
    arrange(part.ownItems = items, part.markNode);
  });
}

/**
 * Resolves the commands on a list's rows or on nodes of trusted markup, on a copy: each works on what those before it left.
 */
function edit(part, commands) {
  const {def, markNode: marker, slotKind} = part;
  const isList = slotKind == LIST;
  const space = inside(marker.parentNode);
  let {ownItems: items} = part;
  const splice = (from, count, added) => {
    check(from + count <= items.length);
    const removed = items.slice(from, from + count);
    items = items.slice(0, from).concat(added, items.slice(from + count));
    return removed;
  };

  for (let i = 0; i < commands.length;) {
    const next = () => commands[i++];
    const rows = count => {
      const added = [];
      for (let k = 0; k < count; k++) added.push(createFull(def[1], part, space, column => cell(commands[i + column], k, count)));
      i = count ? i + added[0].slots.length : commands.length;
      return added;
    };
    const command = next();
    const from = next();
    if (isList && command == LIST_RESET) items = rows(from);
    else if (isList && command == LIST_PERMUTE) {
      check(new Set(from).size == items.length);
      items = from.map(index => items[index]);
    } else {
      const value = next();
      if (command == LIST_REMOVE) splice(from, value, []);
      else if (command == LIST_INSERT) splice(from, 0, isList ? rows(value) : plant(value, space));
      else if (command == LIST_MOVE) {
        const moved = splice(from, 1, []);
        splice(value, 0, moved);
      } else if (isList) {
        const column = next();
        if (command == LIST_ROW) change(enter(items[from]).slots[value], column);
        else {
          let row = 0;
          value.forEach((delta, k) => change(enter(items[row += delta]).slots[from], cell(column, k, value.length)));
        }
      } else {
        const node = items[from];
        check(node.nodeType == (command == TREE_TEXT ? 3 : 1));
        if (command == TREE_TEXT) changeText(node, value);
        else if (command == TREE_ATTRIBUTES) writes.push(() => setAttributes(node, value));
        else {
          const markNode = document.createComment('');
          const ownItems = Array.from(node.childNodes);
          node.prepend(markNode);
          edit(/** @type {?} */ ({markNode, ownItems}), value);
          writes.push(() => markNode.remove());
        }
      }
    }
  }
  check(items.every(Boolean));
  if (items != part.ownItems) settle(part, items);
}

/** The value of row `k` of `count` in a column. */
const cell = (column, k, count) => count > 1 && Array.isArray(column) ? column[k] : column;

/** Puts items into an order after a marker; where nothing can move with its focus, what holds it stays, and the others go around it. */
function arrange(items, marker) {
  const parent = marker.parentNode;
  const fixed = items.findIndex(item => !parent['moveBefore'] && nodesOf(item).some(node => node.contains(document.activeElement)));
  let before = marker.nextSibling;
  items.forEach((item, i) => {
    const nodes = nodesOf(item);
    if (i == fixed || nodes[0] === before) before = nodes.pop().nextSibling;
    else for (const node of nodes) place(node, parent, i < fixed ? nodesOf(items[fixed])[0] : before);
  });
}
