/** From states to bytes: first render, diff of two states, list edit scripts, the patch writer. */
@NullMarked
package dev.livelet.diff;

import org.jspecify.annotations.NullMarked;
