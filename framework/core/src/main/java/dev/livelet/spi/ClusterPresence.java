package dev.livelet.spi;

import dev.livelet.Presence;

/**
 * The way of presence to other nodes: each node tells of its own entries only. {@link #ALONE} is
 * for a program that runs by itself.
 */
@FunctionalInterface
public interface ClusterPresence {
    ClusterPresence ALONE = change -> {};

    /**
     * Entries of this node's sessions came and went. Called by one thread at a time for a topic;
     * must only enqueue.
     */
    void changed(Presence.Change local);
}
