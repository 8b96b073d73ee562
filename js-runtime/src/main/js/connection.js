/**
 * The socket: joins, resumes, stays alive, and comes back. Every event is kept until the server has answered it; a join
 * says again those that it has not, with their numbers, so each is applied exactly once.
 */
import {ACK, CLOSE_SUPERSEDED, EVENT, JOIN, LEAVE, LIMIT, PING} from './protocol.js';
import {page} from './page.js';

const QUIET = 20000;
const PATIENCE = 10000;
const ACK_AFTER = 5000;
const ACK_PATCHES = 4;
const LONGEST_WAIT = 30000;
const MOST_WAITING = 100;

/** @type {?WebSocket} */
let socket = null;
let open = false;
let over = false;
let attempt = 0;
let failures = 0;
let reconnectTimer = 0;
let quietTimer = 0;
let ackTimer = 0;

let session = '';
let token = '';
/** The bundle's hash. */
let bundle = '';
/** Number of the last patch applied. */
let seen = 0;
/** The server's knowledge of that. */
let told = 0;
/** Number of the last event answered. */
let answered = 0;
/** Events without an answer. @type {!Array<?>} */
let events = [];
/** How many of them the last join said. */
let joined = 0;

/** @type {function(?)} */
let receive;
/** @type {function(string, number=)} */
let changed;

export const setBundle = hash => bundle = hash;

export function setCredentials(newSession, newToken) {
  session = newSession;
  token = newToken;
  if (open) {
    // what was asked of the old session is lost, and so are the numbers
    told = seen = 0;
    for (const event of events.splice(0, joined)) event.done(LIMIT);
  }
}

/**
 * @param {function(?)} onFrame
 * @param {function(string)} onState
 */
export function startConnection(onFrame, onState) {
  receive = onFrame;
  changed = onState;
  window.addEventListener('online', connect);
  document.addEventListener('visibilitychange', () => document.hidden || connect());
  window.addEventListener('pagehide', () => {
    write([LEAVE]);
    drop();
  });
  window.addEventListener('pageshow', connect);
  connect();
}

/** Opens a socket unless there is one. */
function connect() {
  if (socket || over) return;
  clearTimeout(reconnectTimer);
  const own = socket = new WebSocket(
      location.protocol.replace('http', 'ws') + '//' + location.host + (page.root.getAttribute('data-live-socket') || '/livelet/ws'),
      'livelet.1');
  own.onopen = () => {
    if (own != socket || open) return;
    open = true;
    joined = events.length;
    told = seen;
    write([JOIN, session, token, seen, bundle, ++attempt, answered + 1, events.map(event => [event.seen].concat(event.tail)), {
      'tz': new Intl.DateTimeFormat().resolvedOptions().timeZone || '',
      'lang': navigator.language || '',
      'scheme': window.matchMedia('(prefers-color-scheme:dark)').matches ? 'dark' : 'light'
    }]);
  };
  own.onmessage = message => {
    if (own != socket) return;
    listenOn();
    receive(JSON.parse(message.data));
  };
  own.onclose = event => {
    if (own == socket) lost(event.code);
  };
  listenOn();
  if (own.readyState == 1) own.onopen(); // in HtmlUnit it may be open before anyone listens
}

/** Asks for a sign of life when it has been quiet for long. */
function listenOn() {
  clearTimeout(quietTimer);
  quietTimer = setTimeout(() => {
    write([PING]);
    quietTimer = setTimeout(lost, PATIENCE);
  }, QUIET);
}

function drop() {
  const old = socket;
  socket = null;
  open = page.ready = false;
  clearTimeout(quietTimer);
  clearTimeout(ackTimer);
  if (old) old.close();
}

function lost(code) {
  drop();
  if (code == CLOSE_SUPERSEDED) return stop('');
  changed(navigator.onLine === false ? 'offline' : 'reconnecting');
  reconnect(Math.min(LONGEST_WAIT, 500 * 2 ** failures++));
}

/** A random moment, so that the pages of a node that went away do not come all at once. */
function reconnect(within) {
  clearTimeout(reconnectTimer);
  reconnectTimer = setTimeout(() => {
    drop();
    connect();
  }, Math.random() * within);
}

export const drain = reconnect;

/** The server does not want this page back. @param {string=} text what to say */
export function stop(text) {
  over = true;
  drop();
  changed('rejected', text);
}

/** The join was answered. */
export function ready() {
  failures = 0;
  page.ready = true;
  changed('connected');
}

function write(frame) {
  if (open) socket.send(JSON.stringify(frame));
}

/** Patches applied since the last frame that said so. */
function untold() {
  const count = seen - told;
  told = seen;
  clearTimeout(ackTimer);
  return count;
}

/** Sends a frame that begins with the patches seen. */
export const sendSeen = (code, tail) => {
  if (open) write([code, untold()].concat(tail));
};

/** @param {number} number of the last patch applied, counted on if absent */
export function markSeen(number = seen + 1) {
  seen = number;
  clearTimeout(ackTimer);
  if (seen - told >= ACK_PATCHES) sendSeen(ACK, []);
  else if (seen > told) ackTimer = setTimeout(() => sendSeen(ACK, []), ACK_AFTER);
}

/** Sends an event, now or with the next join. */
export function sendEvent(binding, path, payload, target, done) {
  if (events.length >= MOST_WAITING) return done(LIMIT);
  const tail = [path];
  if (payload !== undefined) tail.push(payload);
  if (target) tail.push(target);
  events.push({binding, seen, tail, done});
  sendSeen(EVENT, tail);
}

export const isWaiting = binding => events.some(event => event.binding == binding);

/** So many events more have been answered, the last of them with this code. */
export function answer(count, code) {
  answered += count;
  for (const event of events.splice(0, count)) event.done(--count ? 0 : code);
}

/** So many events have been answered since the session began. */
export function answeredTo(count) {
  const more = count - answered;
  answered = count;
  if (more > 0) for (const event of events.splice(0, more)) event.done(0);
}
