/**
 * The first HTML carries the values of style slots as rules of one sheet, because a CSP forbids style attributes. They
 * become the elements' own, through the CSSOM, and the sheet goes.
 */
import {page} from './page.js';

const KEY = 'data-live-style';

export function adoptStyles() {
  const sheet = document.getElementById('live-style');
  for (const element of page.root.querySelectorAll('[' + KEY + ']')) {
    element.style.cssText = sheet.sheet.cssRules[element.getAttribute(KEY)].style.cssText;
    element.removeAttribute(KEY);
  }
  sheet?.remove();
}
