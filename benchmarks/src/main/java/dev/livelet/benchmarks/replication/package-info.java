/** What it costs to keep pages on another node too: CPU, latency, memory, with real processes. */
@NullMarked
package dev.livelet.benchmarks.replication;

import org.jspecify.annotations.NullMarked;
