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
  if (!truth) throw 'Page changed';
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
      const commands = slotKind == LIST ? value : value['p'];
      if (commands || replacing) edit(part, commands, value);
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
  const [from, count, text] = spliceOf(value, node.data);
  writes.push(() => node.replaceData(from, count, text)); // leaves a selection elsewhere in the text alone
}

/** @return {!Array<?>} where, how many units to delete, what to insert */
function spliceOf(splice, base) {
  if (!Array.isArray(splice)) return [0, base.length, splice];
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
    const base = '' + (part.lastValue ?? onElement.getAttribute(slotName) ?? onElement.textContent);
    const [from, count, text] = spliceOf(value, base);
    value = base.slice(0, from) + text + base.slice(from + count);
  }
  writes.push(() => {
    if (slotKind == ~SPREAD) setAttributes(onElement, value);
    else if (slotKind == ~PROPERTY) writeProperty(part, value);
    else setAttribute(onElement, slotName, value);
    part.lastValue = value;
  });
}

/**
 * Resolves what happens to the items of a part, fragments or nodes of trusted markup, on a copy: each command works on what
 * those before it left. Written are the same steps, one by one: nothing is touched that no command names.
 *
 * @param {?} part one with a marker; or with an element, whose children are its items
 * @param {?} commands absent where `value` replaces a conditional's or dynamic Html's content
 * @param {?=} value
 */
function edit(part, commands, value) {
  const {def, markNode: marker, onElement, slotKind} = part;
  const isList = slotKind == LIST;
  const parent = onElement || marker.parentNode;
  const space = inside(parent);
  let items = part.ownItems.slice();

  /** Puts items, new or not, behind the one before them. */
  const put = (first, count) => {
    const run = items.slice(first, first + count);
    const previous = items[first - 1];
    writes.push(() => {
      let last = previous ? nodesOf(previous).pop() : marker;
      for (const item of run) {
        for (const node of nodesOf(item)) {
          place(node, parent, last ? last.nextSibling : parent.firstChild);
          last = node;
        }
      }
    });
  };
  const exchange = (from, count, added) => {
    const removed = items.slice(from, from + count);
    check(removed.length == count);
    gone = gone.concat(removed);
    writes.push(() => {
      for (const item of removed) for (const node of nodesOf(item)) node.remove();
    });
    items = items.slice(0, from).concat(added, items.slice(from + count));
    put(from, added.length);
  };
  const move = (from, to) => {
    const [item] = items.splice(from, 1);
    check(item);
    items.splice(to, 0, item);
    // where nothing can move with its focus, what holds it stays, and those that it passes go around it
    if (parent['moveBefore'] || !nodesOf(item).some(node => node.contains(document.activeElement))) put(to, 1);
    else put(from < to ? from : to + 1, Math.abs(from - to));
  };

  if (!commands) {
    exchange(0, items.length, value['h'] ? plant(value['h'], space) :
        value ? [createFull(slotKind == CONDITIONAL ? def[-value[0]] : template(-value[0]), part, space, i => value[i + 1])] : []);
  }
  for (let i = 0; commands && i < commands.length;) {
    const next = () => commands[i++];
    const rows = count => {
      const added = [];
      for (let k = 0; k < count; k++) added.push(createFull(def[1], part, space, column => cell(commands[i + column], k, count)));
      i = count ? i + added[0].slots.length : commands.length;
      return added;
    };
    const command = next();
    const from = next();
    if (isList && command == LIST_RESET) exchange(0, items.length, rows(from));
    else if (isList && command == LIST_PERMUTE) {
      const old = items.slice();
      check(from.length == old.length);
      from.forEach((index, to) => {
        const now = items.indexOf(old[index]);
        if (now != to) move(now, to);
      });
    } else {
      const value = next();
      if (command == LIST_REMOVE) exchange(from, value, []);
      else if (command == LIST_INSERT) exchange(from, 0, isList ? rows(value) : plant(value, space));
      else if (command == LIST_MOVE) move(from, value);
      else if (isList) {
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
        else edit({onElement: node, ownItems: Array.from(node.childNodes)}, value);
      }
    }
  }
  writes.push(() => part.ownItems = items);
}

/** The value of row `k` of `count` in a column. */
const cell = (column, k, count) => count > 1 && Array.isArray(column) ? column[k] : column;
