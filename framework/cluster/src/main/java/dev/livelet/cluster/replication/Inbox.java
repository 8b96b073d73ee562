package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.Link;
import dev.livelet.cluster.link.NodeId;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The frames of all peers: copies to keep for them, and what they say of copies that they keep.
 * Frames of one peer come one after the other.
 */
final class Inbox implements Link.Receiver {
    /** A larger copy is none of ours. */
    private static final int LARGEST = 64 << 20;

    /** A message of several frames, so far. */
    private static final class Pieces {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        /** The message, if this was its last piece. */
        byte @Nullable [] add(int tag, int from, byte[] piece) {
            if (from == 0) {
                bytes.reset();
            }
            if (from != bytes.size() || from + piece.length > LARGEST) {
                // its beginning was lost
                bytes.reset();
                return null;
            }
            bytes.writeBytes(piece);
            if (tag == PeerQueue.MORE) {
                return null;
            }
            byte[] message = bytes.toByteArray();
            bytes.reset();
            return message;
        }

        void clear() {
            bytes.reset();
        }
    }

    private final Node node;
    private final Map<NodeId, Pieces> pieces = new ConcurrentHashMap<>();

    Inbox(Node node) {
        this.node = node;
    }

    @Override
    public void received(NodeId from, byte[] frame) {
        node.pauses.look();
        node.placement.trust(from);
        try {
            In in = new In(frame);
            while (!in.isAtEnd()) {
                int tag = in.tag();
                int at = in.number();
                byte[] body = in.bytes();
                if (tag != PeerQueue.ALL) {
                    body = pieces.computeIfAbsent(from, f -> new Pieces()).add(tag, at, body);
                }
                if (body != null) {
                    message(from, new In(body));
                }
            }
        } catch (In.Malformed e) {
            node.counts.add(Count.MALFORMED);
        }
    }

    @Override
    public void gap(NodeId from) {
        Pieces begun = pieces.get(from);
        if (begun != null) {
            begun.clear();
        }
        // both ways: its copies may have been lost, and its acknowledgements of ours
        node.queues.of(from).add(new Out().tag(Tag.GAP).toBytes());
        sendWholeWhatIsOpen(from);
    }

    void forget(NodeId peer) {
        pieces.remove(peer);
    }

    private void message(NodeId from, In in) {
        int tag = in.tag();
        switch (tag) {
            case Tag.COPY -> copy(from, CopyReader.of(in));
            case Tag.ACKNOWLEDGED -> {
                int count = in.count();
                for (int i = 0; i < count; i++) {
                    acknowledged(from, in.text(), Stamp.read(in));
                }
            }
            case Tag.WHOLE -> sendWhole(from, in.text());
            case Tag.GAP -> sendWholeWhatIsOpen(from);
            case Tag.DIGEST -> Digest.received(node, from, in);
            default -> throw new In.Malformed("message " + tag);
        }
    }

    private void copy(NodeId from, CopyReader copy) {
        String session = copy.head().session();
        Stamp stamp = copy.head().stamp();
        if (!stamp.epoch().owner().equals(from)) {
            throw new In.Malformed("a copy of another's epoch");
        }
        Runnable after = node.holdings.with(session, h -> keep(h, from, copy));
        after.run();
    }

    /** With the session's lock. */
    private Runnable keep(Holding holding, NodeId from, CopyReader copy) {
        String session = holding.session;
        Stamp stamp = copy.head().stamp();
        Epoch promised = holding.promised;
        if (stamp.epoch().isBefore(promised) && node.rules.fences()) {
            node.counts.add(Count.COPIES_REFUSED);
            return () -> Signals.refuse(node, from, session, promised);
        }
        if (stamp.compareTo(holding.dropped) <= 0) {
            return () -> {};
        }
        Encoded backup = holding.backup;
        if (backup != null && stamp.compareTo(backup.stamp()) <= 0) {
            Stamp has = backup.stamp();
            return () -> node.queues.of(from).acknowledge(session, has, true);
        }
        Encoded kept = copy.base() == null || copy.fits(backup) ? copy.onto(backup) : null;
        if (kept == null) {
            node.counts.add(Count.COPIES_ASKED_WHOLE);
            return () -> node.queues.of(from).add(new Out().tag(Tag.WHOLE).text(session).toBytes());
        }
        holding.backup = kept;
        holding.orphanSince = 0;
        holding.promise(stamp.epoch(), node.now());
        node.counts.add(Count.COPIES_KEPT);
        Owned older = holding.owned;
        if (older != null) {
            older.fence();
            holding.owned = null;
        }
        // of others the owner may wait for the first, which is whole, and for the last
        boolean urgent =
                copy.head().sync() || copy.base() == null || node.placement.isLeaving(from);
        return () -> {
            node.queues.of(from).acknowledge(session, stamp, urgent);
            if (older != null) {
                older.calls().run();
            }
        };
    }

    private void acknowledged(NodeId by, String session, Stamp stamp) {
        Holding holding = node.holdings.find(session);
        if (holding == null) {
            return;
        }
        Owned owned;
        boolean all = true;
        synchronized (holding) {
            owned = holding.owned;
            if (owned != null) {
                all = owned.acknowledged(by, stamp);
            }
        }
        PeerQueue queue = node.queues.of(by);
        if (all) {
            queue.settled(holding);
        } else {
            queue.progress(holding);
        }
        if (owned != null) {
            owned.calls().run();
        }
    }

    private void sendWhole(NodeId to, String session) {
        Holding holding = node.holdings.find(session);
        if (holding != null) {
            sendWhole(to, holding, true);
        }
    }

    private void sendWholeWhatIsOpen(NodeId to) {
        for (Holding holding : node.queues.of(to).awaited()) {
            sendWhole(to, holding, false);
        }
    }

    private void sendWhole(NodeId to, Holding holding, boolean evenAcknowledged) {
        boolean owed;
        synchronized (holding) {
            owed = holding.owned != null && holding.owned.forgetSent(to, evenAcknowledged);
        }
        if (owed) {
            node.counts.add(Count.COPIES_SENT_AGAIN);
            node.queues.of(to).dirty(holding, true);
        }
    }
}
