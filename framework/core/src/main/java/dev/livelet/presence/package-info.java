/** Who is here: presence by topic. */
@NullMarked
package dev.livelet.presence;

import org.jspecify.annotations.NullMarked;
