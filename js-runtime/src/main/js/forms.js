/**
 * Fields: what the user is doing wins. A field counts what the user did to it (`editCount`); an event that tells the server
 * its value notes that count (`editsSent`), and once it is answered the server knows it (`editsKnown`). A value that the
 * server computed from older text is held back.
 */
import {setAttribute} from './definitions.js';
import {page} from './page.js';

/** Parts whose property is to be written once the patch is in place, or is held back. @type {!Array<?>} */
let late = [];

/** The field in which text is being composed. @type {?} */
let composing = null;

export const isField = element => /^(input|textarea|select)$/.test(element.localName);

/** Notes what the user did before the runtime was there. */
export function noteEarlyEdits() {
  for (const field of page.root.querySelectorAll('input,textarea')) {
    if (field.value != field.defaultValue || field.checked != field.defaultChecked) field.editCount = 1;
  }
}

/** @param {!Event} event input, change, or the end of a composition */
export function noteEdit({target, isComposing}) {
  composing = isComposing && target;
  target.editCount = (target.editCount || 0) + 1;
}

/** Writes a slot that is an attribute and a property. */
export function writeProperty(part, value) {
  const {onElement, slotName} = part;
  if (/^t/.test(onElement.localName)) onElement.textContent = textOf(value); // title, textarea
  else setAttribute(onElement, slotName, value);
  late.push(part);
}

const textOf = value => value == null || value === true ? '' : '' + value;

/** Writes the properties that wait and need not wait longer. */
export function writeLate() {
  late = late.filter(({onElement, slotName, lastValue}) => {
    const field = onElement.closest('select') || onElement;
    const known = field.editsKnown || 0;
    const isFocused = field == document.activeElement;
    if (field == composing || field.editCount > known && (isFocused || field.editsSent > known || !page.isReady)) return true;
    const text = textOf(lastValue);
    if (slotName != 'value') onElement[slotName] = lastValue != null;
    else if (field.value != text) {
      const {selectionStart, selectionEnd} = field;
      const isAtEnd = selectionStart == field.value.length;
      field.value = text;
      if (isFocused && selectionStart != null && !isAtEnd) field.setSelectionRange(selectionStart, selectionEnd);
    }
  });
}

/** @return {string|!Array<string>} what a field holds, for an event on the field itself */
export const valueOf = field =>
  field.type == 'checkbox' ? '' + field.checked :
  field.type == 'select-multiple' ? Array.from(field.options).filter(option => option.selected).map(option => option.value) :
  field.value;

/**
 * What to tell of a form: all, or what changed since this binding's last event.
 * @return {?} the payload
 */
export function formPayload(binding, form, submitter) {
  const isFirst = !binding.lastSaid;
  // a field may have any name, "constructor" too
  const empty = () => Object.create(null);
  const before = binding.lastSaid || empty();
  const now = binding.lastSaid = empty();
  const add = (value, name) => {
    if (typeof value == 'string' && name != '_livelet') now[name] = name in now ? [].concat(now[name], value) : value;
  };
  /** @type {?} */ (new FormData(form)).forEach(add);
  if (submitter && submitter.name) add(submitter.value, submitter.name);

  const changes = empty();
  for (const name in now) {
    const value = now[name];
    const base = before[name] || '';
    if (JSON.stringify(value) != JSON.stringify(base)) {
      changes[name] = Array.isArray(value) ? {'v': value} : isFirst || Array.isArray(base) ? value : shorter(base, value);
    }
  }
  for (const name in before) if (!(name in now)) changes[name] = null;
  return isFirst ? [changes] : changes;
}

/** A splice of the base where that is shorter than the value, which is another. */
function shorter(base, value) {
  // a surrogate pair must not be split
  if (/[\ud800-\udfff]/.test(base + value)) return value;
  let prefix = 0;
  let end = value.length;
  let oldEnd = base.length;
  while (base[prefix] == value[prefix]) prefix++;
  while (end > prefix && oldEnd > prefix && base[oldEnd - 1] == value[end - 1]) oldEnd--, end--;
  const text = value.slice(prefix, end);
  const splice = oldEnd > prefix ? [prefix, oldEnd - prefix, text] : prefix < base.length ? [prefix, text] : [text];
  return JSON.stringify(splice).length < JSON.stringify(value).length ? splice : value;
}
