/** State records: their components, structural comparison, what may be in them. */
@NullMarked
package dev.livelet.state;

import org.jspecify.annotations.NullMarked;
