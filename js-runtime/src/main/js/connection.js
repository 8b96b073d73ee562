/**
 * The socket: joins, resumes, stays alive, and comes back. Every event is kept until the server has answered it, in a
 * cluster until no node can lose it; a join says again those that are kept, with their numbers, so each is applied exactly
 * once.
 */
import {ACK, CLOSE_SUPERSEDED, EVENT, JOIN, LEAVE, LIMIT, PING} from './protocol.js';
import {showState} from './notices.js';
import {page} from './page.js';

const QUIET = 20000;
const ANSWER_DUE = 3000;
const ACK_AFTER = 5000;
const ACK_PATCHES = 4;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 30000;
const MOST_UNANSWERED = 100;

/** @type {?WebSocket} */
let socket;
/** Whether the socket is open and has begun with a join. */
let isOpen = false;
/** Whether the server does not want this page back. */
let isOver = false;
let attempt = 0;
let failures = 0;
let reconnectTimer;
let quietTimer;
/** How long it may be quiet before a sign of life is asked for. */
let patience;
let ackTimer;

/** Session and token. @type {!Array<string>} */
let credentials;
/** The bundle's hash. */
let bundle = '';
/** Number of the last patch applied, and what the server knows of that. */
let seen = 0;
let told = 0;
/** In a cluster: what tells any node where the session is. @type {?string} */
let where;
/** Number of the last event that need not be kept, and of the last one that has its answer. */
let durable = 0;
let answered = 0;
/** The events after the durable ones, as a join says them. @type {!Array<?>} */
let events = [];

/** @type {function(?)} */
let receive;

export const setBundle = hash => bundle = hash;

/** The numbers go on when a page gets another session. */
export const setCredentials = (session, token) => credentials = [session, token];

/** @param {function(?)} onFrame */
export function startConnection(onFrame) {
  receive = onFrame;
  for (const type of ['online', 'pageshow', 'visibilitychange']) window.addEventListener(type, () => document.hidden || connect());
  window.addEventListener('pagehide', () => {
    write([LEAVE]);
    drop();
  });
  connect();
}

/** Opens a socket unless there is one. */
function connect() {
  if (socket || isOver) return;
  clearTimeout(reconnectTimer);
  const own = socket = new WebSocket(location.origin.replace('http', 'ws') + '/livelet/ws', 'livelet.1');
  own.onopen = () => {
    if (isOpen) return;
    own.send(JSON.stringify([JOIN].concat(credentials, seen, bundle, attempt + 1, durable + 1, [events], {
      'tz': new Intl.DateTimeFormat().resolvedOptions().timeZone,
      'dark': window.matchMedia('(prefers-color-scheme:dark)').matches
    }, where, answered)));
    attempt++; // not before: a socket that is not open yet takes no join, and nodes count on the numbers
    isOpen = true;
    told = seen;
  };
  own.onmessage = ({data}) => {
    expectLife();
    receive(JSON.parse(data));
  };
  own.onclose = lost;
  expectLife();
  setTimeout(() => {
    try {
      own.onopen();
    } catch (e) {
      // the usual case of a slow network: it is not open yet. In HtmlUnit it may have been before anyone listened
    }
  }, FIRST_WAIT);
}

/** Asks for a sign of life when it has been quiet for long. */
function expectLife(quiet = QUIET) {
  patience = quiet;
  clearTimeout(quietTimer);
  quietTimer = setTimeout(() => {
    write([PING]);
    quietTimer = setTimeout(lost, quiet);
  }, quiet);
}

function drop() {
  isOpen = page.isReady = false;
  clearTimeout(quietTimer);
  if (!socket) return;
  socket.onopen = socket.onmessage = socket.onclose = null; // nothing that it still says counts
  socket.close();
  socket = null;
}

/** @param {!CloseEvent=} event absent: no sign of life */
function lost(event) {
  if (event?.code == CLOSE_SUPERSEDED) return stop();
  drop();
  showState(navigator.onLine ? 'reconnecting' : 'offline');
  reconnect(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures++));
}

/** Comes back at a random moment, so that the pages of a node that went away do not come all at once. */
export function reconnect(within) {
  clearTimeout(reconnectTimer);
  reconnectTimer = setTimeout(() => {
    drop();
    connect();
  }, Math.random() * within);
}

/** @param {string=} text why the server does not want this page back */
export function stop(text) {
  isOver = true;
  drop();
  showState('rejected', text);
}

/** The join was answered. */
export function ready() {
  failures = 0;
  page.isReady = true;
  showState('connected');
}

function write(frame) {
  if (isOpen) socket.send(JSON.stringify(frame));
}

/** Sends a frame that begins with the number of patches applied since the last frame that said so. */
export function sendSeen(code, tail) {
  if (!isOpen) return;
  write([code, seen - told].concat(tail));
  told = seen;
}

/** @param {number=} number of the last patch applied; absent: the next */
export function markSeen(number) {
  seen = number ?? seen + 1;
  clearTimeout(ackTimer);
  const acknowledge = () => seen > told && sendSeen(ACK, []);
  if (seen - told < ACK_PATCHES) ackTimer = setTimeout(acknowledge, ACK_AFTER);
  else acknowledge();
}

/** Sends an event, now or with the next join. */
export function sendEvent(tail, onAnswer) {
  if (events.length >= MOST_UNANSWERED) return onAnswer(LIMIT);
  const event = /** @type {?} */ ([seen].concat(tail));
  event.onAnswer = onAnswer;
  events.push(event);
  sendSeen(EVENT, tail);
  if (patience == QUIET) expectLife(ANSWER_DUE); // from the first one on: the user may go on and on
}

/**
 * So many events more have been answered.
 * @param {number=} code why the last of them was refused
 */
export function answer(count, code) {
  for (const event of events.slice(answered - durable, (answered += count) - durable)) event.onAnswer(--count ? 0 : code);
  if (!where) forget(answered);
}

/** So many events have been answered since the first. */
export const answerUpTo = number => answer(number - answered);

/**
 * No join need say the events up to this one again.
 * @param {string=} place where the session is from now on
 */
export function forget(number, place) {
  where = place || where;
  events.splice(0, number - durable);
  durable = number;
}
