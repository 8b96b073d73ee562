/** The same pages made in other ways, to be measured beside Livelet's. */
@NullMarked
package dev.livelet.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
