/**
 * The central property, with generated templates and states: applying the patch between two states
 * to the page of the first gives the page of the second. In the Java model, in HtmlUnit and in
 * Chromium.
 */
@NullMarked
package dev.livelet.test.property;

import org.jspecify.annotations.NullMarked;
