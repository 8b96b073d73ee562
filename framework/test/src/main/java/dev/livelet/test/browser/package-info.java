/**
 * The browser's side in Java, written from {@code docs/protocol.md} and independent of the server's
 * encoder: it binds definitions to the HTML of the first render and applies the server's frames to
 * a Jsoup document as the JavaScript runtime does to its DOM. Both run the golden files in {@code
 * docs/golden}.
 *
 * <p>First renders are read by Jsoup's HTML parser with a {@code div} as context. It keeps comments
 * where they stand, also in tables, selects and column groups (only text is moved out of tables,
 * and a render has none there), so the markers arrive as in browsers.
 */
@NullMarked
package dev.livelet.test.browser;

import org.jspecify.annotations.NullMarked;
