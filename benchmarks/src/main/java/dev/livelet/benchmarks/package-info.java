/**
 * What Livelet costs, beside a bare server and its peers, in one run: {@link
 * dev.livelet.benchmarks.Bench}.
 */
@NullMarked
package dev.livelet.benchmarks;

import org.jspecify.annotations.NullMarked;
