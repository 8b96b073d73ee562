/**
 * Events: one listener for each type at the root finds the bindings between the target and the root. Path, version and
 * payload are computed when an event is sent, so a debounced one says what is true then.
 */
import {onEventType} from './definitions.js';
import {elsewhere, enter, pathOf} from './parts.js';
import {formPayload, markKnown, markSent, noteEdit, noteEarlyEdits, valueOf} from './forms.js';
import {UNKNOWN_BASE} from './protocol.js';
import {isWaiting, sendEvent} from './connection.js';
import {page} from './page.js';

/** Listeners by where they stand and type, each added once. @type {!Object<string, boolean>} */
const listeners = {};

/** Types that were met before there was a root. @type {!Array<!Array<?>>} */
const early = [];

/** Bindings whose debounce or throttle runs. @type {!Set<?>} */
const delayed = new Set();

/** What to do with a fragment that cannot be bound. @type {function(?)} */
let heal;

const typeOf = binding => binding.modifiers['a'] ? 'click' : binding.type;

onEventType((type, modifiers) => {
  if (page.root) listen({type, modifiers});
  else early.push({type, modifiers});
});

function listen(binding) {
  const {modifiers} = binding;
  const type = typeOf(binding);
  const away = modifiers['w'] || modifiers['a'];
  if (listeners[type + away]) return;
  listeners[type + away] = true;
  if (away) window.addEventListener(type, onElsewhere);
  else {
    page.root.addEventListener(type, onEvent);
    page.root.addEventListener(type, onEvent, true); // for types that do not bubble
  }
}

/** @param {function(?)} healFragment told a fragment that cannot be bound */
export function startEvents(healFragment) {
  heal = healFragment;
  early.forEach(listen);
  noteEarlyEdits(page.root);
  for (const type of ['input', 'change', 'compositionstart', 'compositionend']) page.root.addEventListener(type, noteEdit, true);
  page.root.addEventListener('compositionend', onEvent);
}

function onEvent(event) {
  const type = event.type == 'compositionend' ? 'input' : event.type;
  if ((event.eventPhase == 1) == event.bubbles || event.isComposing && /^(input|key)/.test(type)) return;
  const chain = [];
  for (let node = event.target; node && node != page.root; node = node.parentNode) chain.push(node);
  for (let i = chain.length; i--;) {
    const fragment = chain[i].livelet;
    try {
      if (fragment) enter(fragment);
    } catch (e) {
      return heal(fragment);
    }
  }
  for (const element of event.bubbles ? chain : chain.slice(0, 1)) {
    let stop = false;
    for (const binding of element.bindings || []) {
      const {modifiers} = binding;
      if (binding.type == type && !modifiers['w'] && !modifiers['a'] && trigger(binding, event)) stop = stop || modifiers['s'];
    }
    if (stop) return event.stopPropagation();
  }
}

function onElsewhere(event) {
  elsewhere.forEach(binding => {
    if (!pathOf(binding.up, page.fragment)) elsewhere.delete(binding);
    else if (typeOf(binding) == event.type && !(binding.modifiers['a'] && binding.element.contains(event.target))) trigger(binding, event);
  });
}

/** The modifier keys that are held: c, s, a, m. */
const keysOf = event => (event.ctrlKey ? 'c' : '') + (event.shiftKey ? 's' : '') + (event.altKey ? 'a' : '') + (event.metaKey ? 'm' : '');

/** @return {boolean} whether the event is one that the binding is for */
function trigger(binding, event) {
  const {modifiers, type} = binding;
  const key = modifiers['k'];
  const needed = modifiers['m'] || '';
  if (binding.done || modifiers['c'] && event.target != binding.element || key && (event.key || '').toLowerCase() != key ||
      Array.from(needed).some(each => keysOf(event).indexOf(each) < 0)) return false;
  if (modifiers['p'] || type == 'submit') event.preventDefault();
  if (modifiers['n'] && !page.ready || type == 'submit' && binding.pending) return true;
  binding.done = modifiers['o'];
  binding.event = event;
  const now = Date.now();
  const wait = modifiers['d'] || (modifiers['t'] ? (binding.next || 0) - now : 0);
  if (wait > 0) {
    if (modifiers['t'] && binding.timer) return true;
    clearTimeout(binding.timer);
    binding.timer = setTimeout(() => fire(binding), wait);
    delayed.add(binding);
  } else {
    // what the user did before comes before
    if (/^(click|submit|change)/.test(type)) delayed.forEach(fire);
    fire(binding);
  }
  return true;
}

function fire(binding) {
  clearTimeout(binding.timer);
  binding.timer = 0;
  delayed.delete(binding);
  binding.next = Date.now() + (binding.modifiers['t'] || 0);
  send(binding);
}

/** Sends what waits in fragments that are about to go. @param {?Array<?>} gone all if null */
export function fireDelayed(gone) {
  delayed.forEach(binding => {
    let fragment = binding.up;
    while (gone && fragment && gone.indexOf(fragment) < 0) fragment = fragment.owner && fragment.owner.up;
    if (fragment) fire(binding);
  });
}

function send(binding) {
  const {element, event, modifiers, type} = binding;
  const path = pathOf(binding.up, page.fragment);
  if (!path) return;
  path.push(binding.index);
  let payload;
  let target;
  let fields = [];
  if (/^key/.test(type)) {
    payload = [event.key, keysOf(event)].concat(event.repeat ? 1 : []);
  } else if (modifiers['x']) {
    const box = element.getBoundingClientRect();
    payload = [Math.round(event.clientX - box.left), Math.round(event.clientY - box.top), event.button, keysOf(event)];
  } else if (element.localName == 'form' && /^(input|change|submit)$/.test(type)) {
    fields = Array.from(element.elements);
    payload = formPayload(binding, element, event.submitter);
    if (type != 'submit') {
      const names = Object.keys(payload[0] || payload);
      target = event.target.name;
      if (!payload[0] && !names.length) return;
      if (names.length == 1 && names[0] == target) target = undefined;
    }
  } else if (/^(input|change)$/.test(type)) {
    fields = [element.form === undefined ? event.target : element];
    payload = valueOf(fields[0]);
  }

  const marks = markSent(fields);
  const pending = [element, page.root];
  const buttons = type == 'submit' ? fields.filter(field => /^(submit|image)$/.test(field.type) && !field.disabled) : [];
  const focused = document.activeElement;
  for (const each of pending) mark(each, 1);
  for (const button of buttons) button.disabled = true;
  binding.pending = (binding.pending || 0) + 1;

  sendEvent(binding, path, payload, target, code => {
    binding.pending--;
    for (const each of pending) mark(each, -1);
    for (const button of buttons) button.disabled = false;
    if (buttons.indexOf(focused) >= 0 && document.activeElement == document.body) focused.focus();
    if (!code) return markKnown(marks);
    binding.said = null;
    if (code == UNKNOWN_BASE && !isWaiting(binding)) send(binding);
  });
}

/** Counts what waits for an answer. */
function mark(element, change) {
  element.waiting = (element.waiting || 0) + change;
  if (element.waiting) element.setAttribute('data-live-pending', '');
  else element.removeAttribute('data-live-pending');
}
