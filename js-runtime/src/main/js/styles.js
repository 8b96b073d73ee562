/**
 * The first HTML carries the values of style slots as rules of one sheet, because a CSP forbids style attributes. They
 * become the elements' own, through the CSSOM, and the sheet goes.
 */

/** @param {!Element} root */
export function adoptStyles(root) {
  const sheet = document.getElementById('live-style');
  if (!sheet) return;
  const values = {};
  for (const rule of sheet.textContent.split('[data-live-style="').slice(1)) {
    const end = rule.indexOf('"');
    values[rule.slice(0, end)] = rule.slice(rule.indexOf('{') + 1, rule.lastIndexOf('}'));
  }
  for (const element of Array.from(root.querySelectorAll('[data-live-style]'))) {
    element.style.cssText = element.liveStyle = values[element.getAttribute('data-live-style')];
    element.removeAttribute('data-live-style');
  }
  sheet.remove();
}
