/** What the user is told: the connection's state, and notices. Both stand outside of the live root and are styled by livelet.css. */
import {FAILED, LIMIT, STALE} from './protocol.js';
import {page} from './page.js';

const SHOW_AFTER = 1000;
const NOTICE_STAYS = 8000;

const REFUSALS = {
  [STALE]: 'That was no longer up to date. Please try again.',
  [FAILED]: 'That did not work. Please try again.',
  [LIMIT]: 'That was too much at once. Please try again.'
};

/** @type {?Element} */
let banner = null;
let timer = 0;

function box(parent, kind) {
  const element = parent.appendChild(document.createElement('div'));
  element.className = kind;
  element.setAttribute('role', 'status');
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
  banner = banner || box(document.body, 'live-banner');
  if (state == 'connected') banner.textContent = '';
  else timer = setTimeout(() => {
    banner.textContent = text || (state == 'offline' ? 'You are offline.' : 'Connection lost. Reconnecting…');
    if (state == 'rejected') {
      const reload = banner.appendChild(document.createElement('button'));
      reload.textContent = 'Reload';
      reload.onclick = () => location.reload();
    }
  }, state == 'rejected' || banner.textContent ? 0 : SHOW_AFTER);
}

/**
 * @param {string|number} kind of a flash, or the code of a refusal
 * @param {string=} text
 */
export function showFlash(kind, text = REFUSALS[kind]) {
  if (!text) return;
  const notices = document.querySelector('.live-notices') || box(document.body, 'live-notices');
  const notice = box(notices, 'live-notice');
  notice.setAttribute('data-kind', kind > 0 ? 'error' : kind);
  notice.textContent = text;
  notice.onclick = () => notice.remove();
  setTimeout(notice.onclick, NOTICE_STAYS);
}
