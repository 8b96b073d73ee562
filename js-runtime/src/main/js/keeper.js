/** A full render replaces the page; this brings along what the user typed, chose, opened and scrolled to. */
import {isChanged} from './forms.js';

/** Elements by id, else by tag, name and place among their like. */
function index(nodes) {
  const elements = new Map();
  const counts = {};
  const visit = element => {
    if (element.nodeType != 1) return;
    const kind = element.localName + ' ' + (element.name || '');
    counts[kind] = (counts[kind] || 0) + 1;
    elements.set(element.id || kind + ' ' + counts[kind], element);
    Array.from(element.children).forEach(visit);
  };
  nodes.forEach(visit);
  return elements;
}

/** What is marked to be kept takes the place of its like, alive where the browser can move it so. */
function keepElement(before, element) {
  const parent = element.parentNode;
  if (parent['moveBefore']) parent['moveBefore'](before, element);
  else parent.insertBefore(before, element);
  element.remove();
  before.bindings = element.bindings;
  for (const part of element.parts || []) part.element = before;
}

/**
 * Puts new content in the place of the old.
 * @param {!Element} root
 * @param {!DocumentFragment} content
 */
export function replaceContent(root, content) {
  const old = Array.from(root.childNodes);
  const created = Array.from(content.childNodes);
  const before = index(old);
  const focused = /** @type {?} */ (document.activeElement);
  const start = focused && focused.selectionStart;
  const end = focused && focused.selectionEnd;
  const scrolled = new Map();
  before.forEach(element => element.scrollTop && scrolled.set(element, element.scrollTop));
  const top = window.pageYOffset;

  root.appendChild(content);
  index(created).forEach((element, key) => {
    const like = before.get(key);
    if (!like || like.localName != element.localName) return;
    if (element.hasAttribute('live:keep')) return keepElement(like, element);
    if (/^(input|textarea|select)$/.test(element.localName) && element.type != 'file' && isChanged(like)) {
      element.edits = 1;
      if (/checkbox|radio/.test(element.type)) element.checked = like.checked;
      else element.value = like.value;
    }
    if (element.localName == 'details') element.open = like.open;
    if (like == focused) {
      element.focus();
      if (typeof start == 'number') element.setSelectionRange(start, end);
    }
    if (scrolled.has(like)) element.scrollTop = scrolled.get(like);
  });
  old.forEach(node => node.remove());
  window.scrollTo(window.pageXOffset, top);
}
