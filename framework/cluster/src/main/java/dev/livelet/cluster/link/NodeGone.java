package dev.livelet.cluster.link;

import java.io.Serial;

/**
 * A question was not asked, or gets no answer any more: its node has left, or nobody listens there.
 */
public final class NodeGone extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    NodeGone(NodeId node, String why) {
        super("Node " + node + " is gone: " + why, null, false, false);
    }
}
