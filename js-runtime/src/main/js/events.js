/**
 * Events: one listener for each type at the root finds the bindings between the target and the root. Path, version and
 * payload are computed when an event is sent, so a debounced one says what is true then.
 */
import {startDefinitions} from './definitions.js';
import {elsewhere, enter, pathOf} from './parts.js';
import {formPayload, noteEarlyEdits, noteEdit, noteSent, valueOf} from './forms.js';
import {UNKNOWN_BASE} from './protocol.js';
import {isUnanswered, sendEvent} from './connection.js';
import {page} from './page.js';

/** Bindings whose debounce or throttle runs. */
const delayed = new Set();

/** @type {function(?)} */
let heal;

/** @param {function(?)} onUnbound told the owner of a fragment that cannot be bound */
export function startEvents(onUnbound) {
  heal = onUnbound;
  startDefinitions((type, modifiers) => {
    // what listens already does not do so twice
    if (modifiers['w'] || modifiers['a']) window.addEventListener(type, onElsewhere);
    else for (const capture of [true, false]) page.root.addEventListener(type, onEvent, capture); // not all types bubble
  });
  noteEarlyEdits();
  for (const type of ['input', 'change', 'compositionend']) page.root.addEventListener(type, noteEdit, true);
  page.root.addEventListener('compositionend', onEvent);
}

function onEvent(event) {
  const {bubbles, eventPhase, target} = event;
  const type = event.type == 'compositionend' ? 'input' : event.type;
  if ((eventPhase == 1) == bubbles || event.isComposing && /^(input|key)/.test(type)) return;
  const chain = [];
  for (let node = target; node && node != page.root; node = node.parentNode) chain.unshift(node);
  for (const {ofFragment} of chain) {
    try {
      if (ofFragment) enter(ofFragment);
    } catch (e) {
      return heal(ofFragment.owner);
    }
  }
  while (chain.length) {
    let isStopped;
    for (const binding of chain.pop().liveParts || []) {
      if (binding.eventType == type && !elsewhere.has(binding) && trigger(binding, event)) isStopped = isStopped || binding.modifiers_['s'];
    }
    if (isStopped) event.stopPropagation();
    if (isStopped || !bubbles) return;
  }
}

function onElsewhere(event) {
  elsewhere.forEach(binding => {
    const {eventType, modifiers_, onElement, up} = binding;
    if (!pathOf(up)) elsewhere.delete(binding);
    else if (eventType == event.type && !(modifiers_['a'] && onElement.contains(event.target))) trigger(binding, event);
  });
}

/** The modifier keys that are held: c, s, a, m. */
const keysOf = event => (event.ctrlKey ? 'c' : '') + (event.shiftKey ? 's' : '') + (event.altKey ? 'a' : '') + (event.metaKey ? 'm' : '');

/** @return {?} whether the event is one that the binding is for */
function trigger(binding, event) {
  const {eventType, modifiers_, onElement} = binding;
  const {'c': own, 'd': debounce, 'k': key, 'm': needed, 'n': online, 'o': once, 'p': prevent, 't': throttle} = modifiers_;
  const isSubmit = eventType == 'submit';
  if (binding.isSpent || own && event.target != onElement || key && (event.key || '').toLowerCase() != key ||
      needed && Array.from(needed).some(each => keysOf(event).indexOf(each) < 0)) return false;
  if (prevent || isSubmit) event.preventDefault();
  if (online && !page.isReady || isSubmit && binding.isBusy) return true;
  binding.isSpent = once;
  binding.lastEvent = event;
  const wait = debounce || throttle && binding.notBefore - Date.now();
  if (wait > 0) {
    if (!debounce && delayed.has(binding)) return true;
    clearTimeout(binding.timer);
    binding.timer = setTimeout(() => fire(binding), wait);
    delayed.add(binding);
  } else {
    // what the user did before comes before
    if (/^(click|submit|change)/.test(eventType)) delayed.forEach(fire);
    fire(binding);
  }
  return true;
}

function fire(binding) {
  clearTimeout(binding.timer);
  delayed.delete(binding);
  binding.notBefore = Date.now() + binding.modifiers_['t'];
  send(binding);
}

/** Sends what waits in fragments that are about to go. @param {?Array<?>} gone all if null */
export function fireDelayed(gone) {
  delayed.forEach(binding => {
    let {up} = binding;
    while (gone && up && gone.indexOf(up) < 0) up = up.owner && up.owner.up;
    if (up) fire(binding);
  });
}

function send(binding) {
  const {eventType, lastEvent, modifiers_, onElement, up} = binding;
  const path = pathOf(up);
  if (!path) return;
  const isSubmit = eventType == 'submit';
  const isForm = onElement.localName == 'form';
  let fields = [];
  let payload;
  let target;
  if (/^key/.test(eventType)) {
    payload = [lastEvent.key, keysOf(lastEvent)];
    if (lastEvent.repeat) payload.push(1);
  } else if (modifiers_['x']) {
    const {left, top} = onElement.getBoundingClientRect();
    payload = [Math.round(lastEvent.clientX - left), Math.round(lastEvent.clientY - top), lastEvent.button, keysOf(lastEvent)];
  } else if (/^(input|change|submit)$/.test(eventType)) {
    fields = isForm ? Array.from(onElement.elements) : [lastEvent.target];
    payload = isForm ? formPayload(binding, onElement, lastEvent.submitter) : valueOf(lastEvent.target);
    if (isForm && !isSubmit) {
      const names = Object.keys(payload[0] || payload);
      if (!payload[0] && !names.length) return;
      target = lastEvent.target.name;
      if (names.length == 1 && names[0] == target) target = undefined;
    }
  }

  const known = noteSent(fields);
  const focused = document.activeElement;
  const buttons = isSubmit ? fields.filter(({type, disabled}) => /submit|image/.test(type) && !disabled) : [];
  const show = change => {
    for (const each of [onElement, page.root]) {
      each.unanswered = (each.unanswered || 0) + change;
      each.toggleAttribute('data-live-pending', each.unanswered > 0);
    }
    for (const button of buttons) button.disabled = change > 0;
  };
  show(1);
  binding.isBusy = true;
  path.push(binding.slotIndex);
  sendEvent(binding, [path].concat(payload === undefined ? [] : [payload], target || []), code => {
    show(-1);
    binding.isBusy = false;
    if (buttons.indexOf(focused) >= 0 && document.activeElement == document.body) focused.focus();
    if (!code) return known();
    binding.lastSaid = null;
    if (code == UNKNOWN_BASE && !isUnanswered(binding)) send(binding);
  });
}
