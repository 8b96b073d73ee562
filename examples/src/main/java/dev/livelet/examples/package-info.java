/** The demo: one page for each thing that a newcomer wants to see. */
@NullMarked
package dev.livelet.examples;

import org.jspecify.annotations.NullMarked;
