/** The codes of the wire protocol. */
@NullMarked
package dev.livelet.protocol;

import org.jspecify.annotations.NullMarked;
