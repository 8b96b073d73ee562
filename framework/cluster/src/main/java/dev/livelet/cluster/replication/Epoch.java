package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.NodeId;

/**
 * Who owns a session, and since which of its page's sockets. Of two epochs the higher one holds, by
 * the attempt first: the page alone counts it, so a page's later wish beats an earlier one wherever
 * the two meet. Name and incarnation only decide between two nodes that claim with one attempt.
 *
 * @param attempt of the join, counted by the page; 0 for a page that never had a socket
 * @param node the claimant's name
 * @param incarnation the claimant's
 */
record Epoch(int attempt, String node, long incarnation) implements Comparable<Epoch> {
    /** Before every other. */
    static final Epoch NONE = new Epoch(-1, "", 0);

    static Epoch of(int attempt, NodeId owner) {
        return new Epoch(attempt, owner.name(), owner.incarnation());
    }

    static Epoch read(In in) {
        int attempt = in.number();
        return of(attempt, in.node());
    }

    void write(Out out) {
        out.number(attempt).text(node).number(incarnation);
    }

    NodeId owner() {
        return new NodeId(node, incarnation);
    }

    boolean isBefore(Epoch other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(Epoch other) {
        int order = Integer.compare(attempt, other.attempt);
        if (order == 0) {
            order = node.compareTo(other.node);
        }
        return order != 0 ? order : Long.compare(incarnation, other.incarnation);
    }

    @Override
    public String toString() {
        return attempt + "@" + node + "#" + incarnation;
    }
}
