/** A full render replaces the page; this brings along what the user typed, chose, opened and scrolled to. */
import {isField} from './forms.js';
import {LIVE_PARTS, place} from './parts.js';
import {page} from './page.js';

/** How far an element was scrolled. */
const WAS_AT = Symbol();

/** Elements by id, else by tag, name and place among their like. */
function index(parent) {
  const elements = new Map();
  const counts = {};
  for (const element of parent.querySelectorAll('*')) {
    const kind = element.localName + ' ' + element.name;
    counts[kind] = (counts[kind] || 0) + 1;
    elements.set(element.id || kind + counts[kind], element);
  }
  return elements;
}

/** Puts new content in the place of the old. @param {!DocumentFragment} content */
export function replaceContent(content) {
  const {root} = page;
  const old = new Set(root.childNodes);
  const before = index(root);
  const after = index(content);
  const focused = /** @type {?} */ (document.activeElement);
  const {selectionStart, selectionEnd} = focused;
  before.forEach(element => element[WAS_AT] = element.scrollTop);
  root.append(content);
  after.forEach((element, key) => {
    const like = before.get(key);
    if (!like || like.localName != element.localName) return;
    if (element.hasAttribute('live:keep')) {
      place(like, element.parentNode, element);
      element.remove();
      old.delete(like);
      like[LIVE_PARTS] = element[LIVE_PARTS] || [];
      for (const part of like[LIVE_PARTS]) part.onElement = like;
      return;
    }
    if (isField(element) && like.editCount && element.type != 'file') {
      element.editCount = 1;
      element.value = like.value;
      element.checked = like.checked;
    }
    if (element.localName == 'details') element.open = like.open;
    if (like == focused) {
      element.focus();
      if (selectionStart != null) element.setSelectionRange(selectionStart, selectionEnd);
    }
    if (like[WAS_AT]) element.scrollTop = like[WAS_AT];
  });
  for (const node of old) node.remove();
}
