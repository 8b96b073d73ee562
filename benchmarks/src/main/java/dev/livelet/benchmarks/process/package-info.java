/**
 * Servers in processes of their own, and what the system says of them: CPU time, heap, resident
 * memory.
 */
@NullMarked
package dev.livelet.benchmarks.process;

import org.jspecify.annotations.NullMarked;
