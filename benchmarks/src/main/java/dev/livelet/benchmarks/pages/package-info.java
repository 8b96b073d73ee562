/** The pages that are measured. */
@NullMarked
package dev.livelet.benchmarks.pages;

import org.jspecify.annotations.NullMarked;
