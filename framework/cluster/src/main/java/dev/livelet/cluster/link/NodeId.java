package dev.livelet.cluster.link;

import org.jspecify.annotations.Nullable;

/**
 * One run of one node.
 *
 * @param name stable over restarts, and unique among the members: hashing goes by it
 * @param incarnation higher at each start of a node of this name
 */
public record NodeId(String name, long incarnation) {
    /** By hand, as sessions are asked for their nodes at each event. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof NodeId node
                        && incarnation == node.incarnation
                        && name.equals(node.name);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Long.hashCode(incarnation);
    }

    @Override
    public String toString() {
        return name + "#" + incarnation;
    }
}
