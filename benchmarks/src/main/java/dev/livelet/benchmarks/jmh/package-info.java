/** What single steps cost: JMH benchmarks over exact data. */
@NullMarked
package dev.livelet.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
