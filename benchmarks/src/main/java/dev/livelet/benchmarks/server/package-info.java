/**
 * The servers that are measured: Livelet with the benchmark's pages, and the floor beneath it, a
 * bare Undertow that does as little as a server can. Each is a process of its own.
 */
@NullMarked
package dev.livelet.benchmarks.server;

import org.jspecify.annotations.NullMarked;
