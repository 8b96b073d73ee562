/** The API: what an application writes and calls. */
@NullMarked
package dev.livelet;

import org.jspecify.annotations.NullMarked;
