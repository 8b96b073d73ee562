/** Real node processes, harmed by a seed, and a checker that sees only what came of it. */
@NullMarked
package dev.livelet.cluster.soak;

import org.jspecify.annotations.NullMarked;
