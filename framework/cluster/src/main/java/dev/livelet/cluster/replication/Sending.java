package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.NodeId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owned sessions' copies as messages. Encoding is done here, on the peers' senders and where
 * claimants are answered, without a session's lock.
 */
final class Sending {
    private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

    private Sending() {}

    /** The next message for this backup, null if it has all. */
    static byte @Nullable [] message(Node node, Holding holding, NodeId peer) {
        Owned owned;
        Members.Due due;
        synchronized (holding) {
            owned = holding.owned;
            due = owned == null ? null : owned.due(peer);
        }
        if (owned == null || due == null) {
            return null;
        }
        Out out = new Out(256).tag(Tag.COPY);
        if (!write(node, holding, owned, due.snapshot(), out, due.base())) {
            return null;
        }
        boolean whole = due.base() == null;
        node.counts.add(whole ? Count.FULL_SENT : Count.DELTAS_SENT);
        node.counts.add(whole ? Count.FULL_BYTES : Count.DELTA_BYTES, out.size());
        return out.toBytes();
    }

    /** The last commit, whole; false if there is none. */
    static boolean write(Node node, Holding holding, Owned owned, Out out) {
        Snapshot snapshot;
        synchronized (holding) {
            snapshot = owned.snapshot();
        }
        return snapshot != null && write(node, holding, owned, snapshot, out, null);
    }

    private static boolean write(
            Node node,
            Holding holding,
            Owned owned,
            Snapshot snapshot,
            Out out,
            @Nullable Base base) {
        try {
            snapshot.write(out, node.codec, base);
            return true;
        } catch (RuntimeException e) {
            node.counts.add(Count.UNENCODABLE);
            boolean first;
            synchronized (holding) {
                first = owned.breaks();
            }
            if (first) {
                LOG.error(
                        "A session's state {} cannot be written for other nodes: the session will"
                                + " be lost with this node",
                        snapshot.copy().state().getClass().getName(),
                        e);
            }
            owned.calls().run();
            return false;
        }
    }
}
