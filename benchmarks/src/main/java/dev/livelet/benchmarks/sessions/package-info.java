/** Sessions without sockets: what they weigh, and what it takes to reach all of them. */
@NullMarked
package dev.livelet.benchmarks.sessions;

import org.jspecify.annotations.NullMarked;
