package dev.livelet;

import java.util.List;

/**
 * Who is here, by topic. A tracked entry lives as long as its session is connected (with a grace of
 * a few seconds for reconnects). Joins and leaves reach the subscribers of the topic as {@link
 * Change} messages.
 */
public interface Presence {

    /**
     * Tracks this session under {@code key} on {@code topic}; tracking again replaces the meta.
     * Takes effect with the handler.
     */
    void track(String topic, String key, Object meta);

    /** Ends what {@link #track} began. */
    void untrack(String topic, String key);

    /** The entries present now, ordered by key, then by session. */
    List<Entry> list(String topic);

    /**
     * @param key what the entry was tracked under: several sessions (tabs) may share it
     * @param session the session that tracks it
     * @param meta an immutable value
     */
    record Entry(String key, String session, Object meta) {}

    /** What changed on a topic, sent to its subscribers. */
    record Change(String topic, List<Entry> joined, List<Entry> left) {
        public Change {
            joined = List.copyOf(joined);
            left = List.copyOf(left);
        }
    }
}
