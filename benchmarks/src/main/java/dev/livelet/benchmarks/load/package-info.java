/**
 * What is measured over sockets: clicks, messages to many pages, first renders, joins, idle pages;
 * each of Livelet and of the bare server, round about.
 */
@NullMarked
package dev.livelet.benchmarks.load;

import org.jspecify.annotations.NullMarked;
