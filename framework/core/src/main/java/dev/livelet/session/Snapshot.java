package dev.livelet.session;

import dev.livelet.RenderContext;

/**
 * A state as the page was sent it.
 *
 * @param number of the patch that brought it; 0 is the first render
 * @param sentAt on the clock of {@link SessionServices#nanos}
 */
record Snapshot(int number, Object state, RenderContext context, long sentAt) {}
