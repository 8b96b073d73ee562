package dev.livelet;

/**
 * Messages of a topic may be missing here: a node was lost or could not be reached, or was too slow
 * and some had to be dropped; or the session itself went from one node to another, and nobody
 * listened for it meanwhile. Sent to the topic's subscribers on the node concerned, or to that
 * session; a view that shows what it learned from messages takes it and looks again:
 *
 * <pre>{@code
 * @OnMessage State missed(State state, Gap gap) { return state.with(State::rows, table.rows()); }
 * }</pre>
 *
 * <p>Gaps are counted whether a view takes them or not, and they err on the side of telling: a gap
 * may be told where nothing is missing, never the other way round.
 */
public record Gap(String topic) {}
