/** Who is here, across nodes. */
@NullMarked
package dev.livelet.cluster.presence;

import org.jspecify.annotations.NullMarked;
