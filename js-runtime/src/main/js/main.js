/** The start of the runtime, and what each frame of the server does. */
import {CREDENTIALS, DEFINITIONS, DRAIN, DURABLE, EFFECTS, GO, GONE, HEAL, JOINED, LIMIT, REFUSED, REJECTED, RENDERED} from './protocol.js';
import {COMPONENT, add, inside, template} from './definitions.js';
import {bindRoot, pathOf} from './parts.js';
import {applyPatch, createFull} from './patch.js';
import {writeLate} from './forms.js';
import {fireDelayed, listen, startEvents} from './events.js';
import {
  answer, answerUpTo, forget, markSeen, ready, reconnect, sendSeen, setBundle, setCredentials, startConnection, stop
} from './connection.js';
import {showFlash} from './notices.js';
import {adoptStyles} from './styles.js';
import {replaceContent} from './keeper.js';
import {page} from './page.js';

/** Whether the whole page waits for a full render. */
let isBroken = false;
/** Whether this socket has been asked for that. */
let isAsked = false;

function start() {
  const root = document.querySelector('[data-live]');
  if (!root) return;
  page.root = root;
  setCredentials(root.getAttribute('data-live'), root.getAttribute('data-live-token'));
  adoptStyles();
  startEvents(heal);
  listen(add({}));
  attempt(() => page.fragment = bindRoot(template(root.getAttribute('data-live-template'))));
  startConnection(receive);
}

/** What fails here leaves the page as it is, until it is rendered anew. */
function attempt(action) {
  if (isBroken) return;
  try {
    action();
  } catch (e) {
    console.warn(e);
    isBroken = true;
  }
}

function receive(frame) {
  const [code, first, second] = frame;
  if (code >= 0) {
    answer(code);
    patch(frame, 1);
  } else if (code == REFUSED) {
    answer(first, second);
    writeLate();
    if (second <= LIMIT) showFlash('error', 'That did not work. Try again.');
  } else if (code == JOINED || code == RENDERED) {
    isAsked = false;
    answerUpTo(second);
    ready();
    if (code == JOINED) patch(frame, 3, first);
    else render(frame);
  } else if (code == REJECTED) {
    stop(second);
    // at a random moment, as with reconnect: a node that lost its keys gets all its pages at once
    if (first == GONE) setTimeout(() => location.reload(), Math.random() * 2000);
  }
  else if (code == DRAIN) reconnect(first);
  else if (code == GO) location.assign(first);
  else if (code == CREDENTIALS) setCredentials(first, second);
  else if (code == DURABLE) forget(first, second);
  else if (code == DEFINITIONS) {
    add(first);
    listen(first);
  }
}

/**
 * @param {!Array<?>} frame whose patch begins at `i`
 * @param {number=} number of the patch; absent: the next
 */
function patch(frame, i, number) {
  const effects = frame[frame.length - 2] == EFFECTS ? frame.splice(-2)[1] : [];
  let broken = [];
  attempt(() => {
    broken = applyPatch(page.fragment, frame, i, fireDelayed);
    writeLate();
  });
  markSeen(number);
  broken.forEach(heal);
  if (isBroken && !isAsked) heal(null);
  for (const [kind, name, value] of effects) {
    if (kind == 'title') document.title = name;
    else if (kind == 'flash') showFlash(name, value);
    else window.dispatchEvent(new CustomEvent('livelet:' + name, {detail: value}));
  }
}

/** Renders the root anew; what the user has typed, chosen and opened comes along. */
function render(frame) {
  fireDelayed(null);
  page.fragment = createFull(template(frame[3]), null, inside(page.root), i => frame[i + 4]);
  replaceContent(page.fragment.newNodes);
  isBroken = false;
  markSeen(frame[1]);
  writeLate();
}

/** Asks for the smallest part around a broken one that the server can replace; for the whole page if there is none. */
function heal(part) {
  while (part && part.slotKind == COMPONENT) part = part.up.owner;
  if (part) part.isBroken = true;
  else isBroken = isAsked = true;
  const path = part ? pathOf(part) : [];
  if (path) sendSeen(HEAL, [path]);
}

window['Livelet'] = {
  'define': (hash, definitions) => {
    setBundle(hash);
    add(definitions);
  }
};

// the bundle is a deferred script as well
document.addEventListener('DOMContentLoaded', start);
