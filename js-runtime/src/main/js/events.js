/**
 * Events: one listener for each type at the root finds the bindings between the target and the root. Path, version and
 * payload are computed when an event is sent, so a debounced one says what is true then.
 */
import {LIVE_PARTS, OF_FRAGMENT, elsewhere, enter, pathOf} from './parts.js';
import {formPayload, noteEarlyEdits, noteEdit, valueOf} from './forms.js';
import {UNKNOWN_BASE} from './protocol.js';
import {sendEvent} from './connection.js';
import {page} from './page.js';

/** How many events of a binding, an element, the page have no answer yet. */
const UNANSWERED = Symbol();

/** Bindings whose debounce or throttle runs. */
const delayed = new Set();

/** @type {function(?)} */
let heal;

/** @param {function(?)} onUnbound told the owner of a fragment that cannot be bound */
export function startEvents(onUnbound) {
  heal = onUnbound;
  noteEarlyEdits();
  for (const type of ['input', 'change', 'compositionend']) page.root.addEventListener(type, noteEdit, true);
  page.root.addEventListener('compositionend', onEvent);
}

/** Listens for every type of event that these definitions name; what listens already does not do so twice. */
export function listen(definitions) {
  for (const [, type] of JSON.stringify(definitions).matchAll(/\[4,"([^"]+)/g)) {
    for (const capture of [true, false]) page.root.addEventListener(type, onEvent, capture); // not all types bubble
    window.addEventListener(type, onElsewhere);
  }
}

function onEvent(event) {
  const {bubbles, eventPhase, target} = event;
  const type = event.type == 'compositionend' ? 'input' : event.type;
  if ((eventPhase == 1) == bubbles || event.isComposing && /^(input|key)/.test(type)) return;
  const chain = [];
  for (let node = target; node && node != page.root; node = node.parentNode) chain.unshift(node);
  for (const {[OF_FRAGMENT]: ofFragment} of chain) {
    try {
      if (ofFragment) enter(ofFragment);
    } catch (e) {
      return heal(ofFragment.owner);
    }
  }
  while (chain.length) {
    let isStopped;
    for (const binding of chain.pop()[LIVE_PARTS] || []) {
      if (binding.eventType == type && !elsewhere.has(binding) && trigger(binding, event)) isStopped = true;
    }
    if (isStopped) event.stopPropagation();
    if (isStopped || !bubbles) return;
  }
}

function onElsewhere(event) {
  elsewhere.forEach(binding => {
    const {eventType, modifiers_, onElement} = binding;
    if (!pathOf(binding)) elsewhere.delete(binding);
    else if (eventType == event.type && !(modifiers_['a'] && onElement.contains(event.target))) trigger(binding, event);
  });
}

/** The modifier keys that are held: c, s, a, m. */
const keysOf = event => (event.ctrlKey ? 'c' : '') + (event.shiftKey ? 's' : '') + (event.altKey ? 'a' : '') + (event.metaKey ? 'm' : '');

/** @return {?} whether the event is one that the binding is for, and goes no further */
function trigger(binding, event) {
  const {eventType, modifiers_, onElement} = binding;
  const isSubmit = eventType == 'submit';
  if (binding.isSpent || modifiers_['c'] && event.target != onElement || modifiers_['k'] && (event.key || '').toLowerCase() != modifiers_['k'] ||
      !keysOf(event).match(modifiers_['m'] || '')) return;
  if (modifiers_['p'] || isSubmit) event.preventDefault();
  if ((!modifiers_['n'] || page.isReady) && !(isSubmit && binding[UNANSWERED])) {
    binding.isSpent = modifiers_['o'];
    binding.lastEvent = event;
    const debounce = modifiers_['d'];
    const wait = debounce || modifiers_['t'] && binding.notBefore - Date.now();
    if (!(wait > 0)) {
      // what the user did before comes before
      if (/^(click|key|change|submit)/.test(eventType)) delayed.forEach(fire);
      fire(binding);
    } else if (debounce || !delayed.has(binding)) {
      clearTimeout(binding.timer);
      binding.timer = setTimeout(() => fire(binding), wait);
      delayed.add(binding);
    }
  }
  return modifiers_['s'];
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
    while (gone && up && gone.indexOf(up) < 0) up = up.owner?.up;
    if (up) fire(binding);
  });
}

function send(binding) {
  const {eventType, lastEvent, modifiers_, onElement} = binding;
  const {target} = lastEvent;
  const path = pathOf(binding);
  if (!path) return;
  const isSubmit = eventType == 'submit';
  let fields = [];
  const tail = [path];
  if (/^key/.test(eventType)) tail.push([lastEvent.key, keysOf(lastEvent)].concat(lastEvent.repeat ? 1 : []));
  else if (modifiers_['x']) {
    const {left, top} = onElement.getBoundingClientRect();
    tail.push([Math.round(lastEvent.clientX - left), Math.round(lastEvent.clientY - top), lastEvent.button, keysOf(lastEvent)]);
  } else if (/^(input|change|submit)$/.test(eventType)) {
    if (onElement.localName == 'form') {
      fields = Array.from(onElement.elements);
      const payload = formPayload(binding, onElement, lastEvent.submitter);
      const names = Object.keys(payload[0] || payload);
      tail.push(payload);
      if (!isSubmit) {
        if (!payload[0] && !names.length) return;
        if (target.name && names != target.name) tail.push(target.name); // one name is equal to an array of it
      }
    } else {
      fields = [target];
      const value = valueOf(target);
      if (value != null) tail.push(value);
    }
  }

  const counts = fields.map(field => field.editsSent = field.editCount);
  const focused = document.activeElement;
  const buttons = fields.filter(({type, disabled}) => isSubmit && /submit|image/.test(type) && !disabled);
  const show = change => {
    for (const each of [binding, onElement, page.root]) {
      each[UNANSWERED] = (each[UNANSWERED] || 0) + change;
      if (each != binding) each.toggleAttribute('data-live-pending', each[UNANSWERED] > 0);
    }
    for (const button of buttons) button.disabled = change > 0;
  };
  show(1);
  sendEvent(tail, code => {
    show(-1);
    if (buttons.indexOf(focused) >= 0 && document.activeElement == document.body) focused.focus();
    if (!code) return fields.forEach((field, i) => field.editsKnown = counts[i]);
    binding.lastSaid = null;
    if (code == UNKNOWN_BASE && !binding[UNANSWERED]) send(binding);
  });
}
