/** What a patch costs in the browser: Chromium's main thread, and the way from a click to paint. */
@NullMarked
package dev.livelet.benchmarks.browser;

import org.jspecify.annotations.NullMarked;
