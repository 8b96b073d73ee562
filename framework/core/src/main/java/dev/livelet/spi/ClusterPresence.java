package dev.livelet.spi;

import dev.livelet.Presence;

import java.util.List;

/**
 * The way of presence to other nodes: each node tells of its own entries only. {@link #ALONE} is
 * for a program that runs by itself.
 */
@FunctionalInterface
public interface ClusterPresence {
    ClusterPresence ALONE = (topic, changes) -> {};

    /**
     * Entries of this node's sessions came, changed and went. Called by one thread at a time for a
     * topic; must not block.
     */
    void changed(String topic, List<Own> changes);

    /**
     * @throws dev.livelet.LiveletException when a meta of this type cannot go to other nodes
     */
    default void check(Object meta) {}

    /**
     * What became of an entry of one of this node's sessions.
     *
     * @param attempt of the join that the session lives by: where two nodes have an entry of one
     *     session under one key, the one with the higher counts
     */
    record Own(Presence.Entry entry, int attempt, Fate fate) {}

    /** What became of an entry. */
    enum Fate {
        /** It is shown. */
        HERE,
        /** It is shown no more. */
        LEFT,
        /** Its session goes on at another node, which is expected to have the entry. */
        MOVED
    }
}
