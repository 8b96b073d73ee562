/**
 * The first HTML carries the values of style slots as rules of one sheet, because a CSP forbids style attributes. They
 * become the elements' own, through the CSSOM, and the sheet goes.
 */
import {page} from './page.js';

const KEY = 'data-live-style';

export function adoptStyles() {
  for (const sheet of document.querySelectorAll('#live-style')) {
    const values = {};
    for (const [, key, value] of sheet.textContent.matchAll(/style="(\w+)"]{([^}]*)/g)) values[key] = value;
    for (const element of page.root.querySelectorAll('[' + KEY + ']')) {
      element.style.cssText = element.liveStyle = values[element.getAttribute(KEY)];
      element.removeAttribute(KEY);
    }
    sheet.remove();
  }
}
