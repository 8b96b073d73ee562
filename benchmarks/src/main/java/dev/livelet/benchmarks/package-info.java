/** What things cost: JMH benchmarks of single steps, each over exact data. */
@NullMarked
package dev.livelet.benchmarks;

import org.jspecify.annotations.NullMarked;
