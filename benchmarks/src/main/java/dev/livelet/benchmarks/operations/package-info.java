/**
 * The operations that the design has budgets for, on exact data: what JMH times and the guard
 * weighs.
 */
@NullMarked
package dev.livelet.benchmarks.operations;

import org.jspecify.annotations.NullMarked;
