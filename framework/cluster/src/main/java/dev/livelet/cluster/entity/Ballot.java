package dev.livelet.cluster.entity;

import dev.livelet.cluster.link.NodeId;

import org.jspecify.annotations.Nullable;

/**
 * By which a node came to own a shard. Two nodes never make the same one; the higher one counts.
 *
 * @param node null only in {@link #NONE}
 */
record Ballot(long counter, @Nullable NodeId node) implements Comparable<Ballot> {
    static final Ballot NONE = new Ballot(0, null);

    @Override
    public int compareTo(Ballot other) {
        if (counter != other.counter) return Long.compare(counter, other.counter);
        if (node == null || other.node == null)
            return Boolean.compare(node != null, other.node != null);
        int byName = node.name().compareTo(other.node.name());
        return byName != 0 ? byName : Long.compare(node.incarnation(), other.node.incarnation());
    }

    boolean above(Ballot other) {
        return compareTo(other) > 0;
    }

    boolean isBy(NodeId other) {
        return other.equals(node);
    }
}
