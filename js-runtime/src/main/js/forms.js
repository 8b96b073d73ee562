/**
 * Fields: what the user is doing wins. A field counts what the user did to it (`edits`); an event that tells the server
 * its value notes that count (`sent`), and once it is answered the server has `known` it. A value that the server computed
 * from older text is held back.
 */
import {setAttribute} from './definitions.js';
import {page} from './page.js';

/** Parts whose property is to be written once the patch is in place, or is held back. @type {!Array<?>} */
let late = [];

/** The field in which text is being composed. @type {?} */
let composing = null;

/** An option stands for its select. */
const fieldOf = element => element.localName == 'option' && element.closest('select') || element;

/** Notes what the user did before the runtime was there. @param {!Element} root */
export function noteEarlyEdits(root) {
  for (const field of Array.from(root.querySelectorAll('input,textarea,select'))) if (isChanged(field)) field.edits = 1;
}

export const isChanged = field =>
  /checkbox|radio/.test(field.type) ? field.checked != field.defaultChecked :
  field.localName == 'select' ? Array.from(field.options).some(option => option.selected && !option.defaultSelected && option.index) :
  field.value != field.defaultValue;

/** @param {!Event} event input, change, or the begin or end of a composition */
export function noteEdit(event) {
  const field = event.target;
  if (event.type == 'compositionstart') composing = field;
  else {
    if (event.type == 'compositionend') composing = null;
    field.edits = (field.edits || 0) + 1;
  }
}

/** Writes a slot that is an attribute and a property. */
export function writeProperty(part) {
  const {element, name, value} = part;
  if (name == 'text') element.textContent = textOf(value);
  else if (name == 'value' && element.localName == 'textarea') element.defaultValue = textOf(value);
  else setAttribute(element, name, value);
  if (name != 'value' && name != 'text' || /^(input|textarea|select)$/.test(element.localName)) late.push(part);
}

/** Writes the properties that wait and need not wait longer. */
export function writeLate() {
  late = late.filter(part => {
    const {element, name, value} = part;
    const field = fieldOf(element);
    const unknown = (field.edits || 0) > (field.known || 0);
    if (field == composing || unknown && (field == document.activeElement || field.sent > (field.known || 0) || !page.ready)) return true;
    if (name != 'value') element[name] = value != null && value !== false;
    else if (element.value != textOf(value)) writeText(element, textOf(value));
    return false;
  });
}

const textOf = value => value == null || value === true ? '' : '' + value;

/** Keeps the caret where it is, or at the end. */
function writeText(field, text) {
  const start = field == document.activeElement ? field.selectionStart : null;
  const end = field.selectionEnd;
  const atEnd = start == field.value.length;
  field.value = text;
  if (typeof start == 'number' && !atEnd) field.setSelectionRange(start, end);
}

/** @return {string|!Array<string>} what a field holds, for an event on the field itself */
export const valueOf = field =>
  field.type == 'checkbox' ? '' + field.checked :
  field.type == 'select-multiple' ? selected(field) : field.value;

const selected = field => Array.from(field.options).filter(option => option.selected).map(option => option.value);

/** What a form's fields hold by name: a string, or an array where there are several values. */
function read(form, submitter) {
  const fields = {};
  for (const field of Array.from(form.elements)) {
    const {name, type} = field;
    const button = /^(button|submit|reset|image|file|fieldset|output)$/.test(type) && field != submitter;
    if (!name || name == '_livelet' || button || field.disabled || /checkbox|radio/.test(type) && !field.checked) continue;
    const value = type == 'select-multiple' ? selected(field) : type == 'checkbox' && !field.hasAttribute('value') ? 'true' : field.value;
    if (value.length || type != 'select-multiple') fields[name] = name in fields ? [].concat(fields[name], value) : value;
  }
  return fields;
}

/**
 * What to tell of a form: all, or what changed since this binding's last event.
 * @return {?} the payload
 */
export function formPayload(binding, form, submitter) {
  const before = binding.said;
  const now = binding.said = read(form, submitter);
  const payload = {};
  for (const name in now) {
    const value = now[name];
    const base = before && before[name] || '';
    if (JSON.stringify(value) == JSON.stringify(base)) continue;
    payload[name] = Array.isArray(value) ? {'v': value} : before && !Array.isArray(base) ? shorter(base, value) : value;
  }
  for (const name in before || {}) if (!(name in now)) payload[name] = null;
  return before ? payload : [payload];
}

const isLow = unit => (unit & 0xfc00) == 0xdc00;

/** A splice of the base where that is shorter than the value. */
function shorter(base, value) {
  const most = Math.min(base.length, value.length);
  let prefix = 0;
  let suffix = 0;
  while (prefix < most && base[prefix] == value[prefix]) prefix++;
  if (prefix && (isLow(base.charCodeAt(prefix)) || isLow(value.charCodeAt(prefix)))) prefix--;
  while (suffix < most - prefix && base[base.length - suffix - 1] == value[value.length - suffix - 1]) suffix++;
  if (suffix && isLow(base.charCodeAt(base.length - suffix))) suffix--;
  const count = base.length - prefix - suffix;
  const text = value.slice(prefix, value.length - suffix);
  const splice = count ? [prefix, count, text] : suffix ? [prefix, text] : [text];
  return JSON.stringify(splice).length < JSON.stringify(value).length ? splice : value;
}

/** Notes that an event tells what these fields hold. @return {!Array<?>} for markKnown */
export const markSent = fields => fields.map(field => [field, field.sent = field.edits]);

export function markKnown(marks) {
  for (const [field, edits] of marks) if (edits) field.known = edits;
}
