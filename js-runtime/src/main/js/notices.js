/** What the user is told: the connection's state, and notices. Both stand outside of the live root and are styled by livelet.css. */
import {page} from './page.js';

const SHOW_AFTER = 1000;
const NOTICE_STAYS = 8000;

/** @type {?Element} */
let banner;
/** @type {?Element} */
let notices;
let timer;

function box(parent, kind) {
  const element = document.createElement('div');
  element.className = 'live-' + kind;
  element.setAttribute('role', 'status');
  parent.append(element);
  return element;
}

/**
 * Sets the root's state; shows the banner once a disconnection lasts.
 * @param {string} state
 * @param {string=} text
 */
export function showState(state, text) {
  page.root.setAttribute('data-live-state', state);
  clearTimeout(timer);
  banner ||= box(document.body, 'banner');
  const shown = state == 'connected' ? '' : text || 'Connection lost';
  timer = setTimeout(() => banner.textContent = shown, shown ? SHOW_AFTER : 0);
}

/** @param {string} kind for its style */
export function showFlash(kind, text) {
  notices ||= box(document.body, 'notices');
  const notice = box(notices, 'notice');
  notice.setAttribute('data-kind', kind);
  notice.textContent = text;
  setTimeout(() => notice.remove(), NOTICE_STAYS);
}
