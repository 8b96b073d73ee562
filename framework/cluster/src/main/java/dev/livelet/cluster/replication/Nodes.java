package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.NodeId;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One object for each node that copies name: there are many copies and few nodes. Thread-safe. */
final class Nodes {
    /** More than a cluster has in a day of restarts, and little enough to lose. */
    private static final int MOST = 1_000;

    private static final Map<NodeId, NodeId> KNOWN = new ConcurrentHashMap<>();

    private Nodes() {}

    static NodeId shared(NodeId node) {
        NodeId known = KNOWN.get(node);
        if (known != null) {
            return known;
        }
        if (KNOWN.size() >= MOST) {
            KNOWN.clear();
        }
        KNOWN.put(node, node);
        return node;
    }
}
