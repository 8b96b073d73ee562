/** What was measured, as a table, as JSON and as a chart. */
@NullMarked
package dev.livelet.benchmarks.report;

import org.jspecify.annotations.NullMarked;
