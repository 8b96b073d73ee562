/** The start of the runtime, and what each frame of the server does. */
import {CREDENTIALS, DEFINITIONS, DRAIN, EFFECTS, GO, HEAL, JOINED, REFUSED, REJECTED, RENDERED} from './protocol.js';
import {COMPONENT, add, inside, template} from './definitions.js';
import {bindRoot, pathOf} from './parts.js';
import {applyPatch, createFull} from './patch.js';
import {writeLate} from './forms.js';
import {fireDelayed, startEvents} from './events.js';
import {
  answer, answeredTo, drain, markSeen, ready, sendSeen, setBundle, setCredentials, startConnection, stop
} from './connection.js';
import {showFlash, showState} from './notices.js';
import {adoptStyles} from './styles.js';
import {replaceContent} from './keeper.js';
import {page} from './page.js';

/** Whether the whole page waits for a full render. */
let broken = false;

function start() {
  const root = document.querySelector('[data-live]');
  if (!root || page.root) return;
  page.root = root;
  setCredentials(root.getAttribute('data-live'), root.getAttribute('data-live-token'));
  adoptStyles(root);
  startEvents(healFragment);
  try {
    page.fragment = bindRoot(template(root.getAttribute('data-live-template')), root);
  } catch (e) {
    console.warn(e);
    broken = true;
  }
  startConnection(receive, showState);
}

function receive(frame) {
  const code = frame[0];
  if (code >= 0) {
    answer(code, 0);
    if (frame.length > 1) patch(frame, 1);
    else writeLate();
  } else if (code == REFUSED) {
    answer(frame[1], frame[2]);
    writeLate();
    showFlash(frame[2]);
  } else if (code == JOINED || code == RENDERED) {
    answeredTo(frame[2]);
    ready();
    if (code == RENDERED) render(frame);
    else patch(frame, 3, frame[1]);
  } else if (code == REJECTED) {
    stop(frame[2]);
  } else if (code == DRAIN) drain(frame[1]);
  else if (code == GO) location.assign(frame[1]);
  else if (code == CREDENTIALS) setCredentials(frame[1], frame[2]);
  else if (code == DEFINITIONS) add(frame[1]);
}

/**
 * @param {?} frame whose patch begins at `i`
 * @param {number=} number of the patch; absent: the next
 */
function patch(frame, i, number) {
  let effects = [];
  for (let k = i; k < frame.length; k += 2) if (frame[k] == EFFECTS) effects = frame.splice(k, 2)[1];
  let parts = [];
  if (!broken) {
    try {
      parts = applyPatch(page.fragment, frame, i, fireDelayed);
      writeLate();
    } catch (e) {
      console.warn(e);
      broken = true;
    }
  }
  markSeen(number);
  for (const part of parts) healPart(part);
  if (broken) sendSeen(HEAL, [[]]);
  effects.forEach(run);
}

function run(effect) {
  const [kind, name, value] = effect;
  if (kind == 'title') document.title = name;
  else if (kind == 'flash') showFlash(name, value);
  else window.dispatchEvent(new CustomEvent('livelet:' + name, {detail: value}));
}

/** Renders the root anew; what the user has typed, chosen and opened comes along. */
function render(frame) {
  const {root} = page;
  fireDelayed(null);
  page.fragment = createFull(template(frame[3]), null, inside(root), frame, 4);
  replaceContent(root, page.fragment.dom);
  broken = false;
  markSeen(frame[1]);
  writeLate();
}

/** The smallest part around a fragment that the server can replace is asked for. */
function healFragment(fragment) {
  let part = fragment.owner;
  while (part && part.kind == COMPONENT) part = part.up.owner;
  if (part) {
    part.broken = true;
    healPart(part);
  } else {
    broken = true;
    sendSeen(HEAL, [[]]);
  }
}

function healPart(part) {
  const path = pathOf(part.up, page.fragment);
  if (path) sendSeen(HEAL, [path.concat(part.index)]);
}

window['Livelet'] = {
  'define': (hash, definitions) => {
    setBundle(hash);
    add(definitions);
  }
};

// deferred scripts run before DOMContentLoaded, so the bundle is there; a late script still has the load event, or neither
document.addEventListener('DOMContentLoaded', start);
window.addEventListener('load', start);
if (document.readyState == 'complete') setTimeout(start);
