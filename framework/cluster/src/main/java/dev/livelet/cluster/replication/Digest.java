package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.NodeId;
import dev.livelet.cluster.link.View;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every 15 s each node tells the owners which copies of theirs it holds. An owner answers with what
 * is wrong about that: a drop, or the newer copy. So whatever a split, a crash or a lost signal
 * left behind is put right, and nothing is ever removed for not being mentioned. The same round
 * forgets old promises, and copies whose owner is gone and that nobody claimed. On the timers'
 * thread.
 */
final class Digest {
    private static final int BATCH = 200;

    /** After the grace: longer than views take to settle. */
    private static final long MARGIN = 30_000_000_000L;

    private final Node node;

    Digest(Node node) {
        this.node = node;
    }

    private record Held(String session, Stamp stamp) {}

    void send() {
        long now = node.now();
        View view = node.placement.view();
        Map<NodeId, List<Held>> held = new LinkedHashMap<>();
        for (Holding holding : node.holdings.all()) {
            Map<NodeId, Stamp> undropped = Map.of();
            Owned ended = null;
            synchronized (holding) {
                Encoded backup = holding.backup;
                if (backup != null) {
                    NodeId owner = backup.stamp().epoch().owner();
                    if (view.has(owner)) {
                        holding.orphanSince = 0;
                        held.computeIfAbsent(owner, o -> new ArrayList<>())
                                .add(new Held(holding.session, backup.stamp()));
                    } else {
                        orphaned(holding, backup.stamp(), now);
                    }
                }
                Owned owned = holding.owned;
                if (owned != null && !owned.isFenced() && owned.isAttached()) {
                    owned.members().forgetUndropped(view);
                    undropped = new HashMap<>(owned.members().undropped());
                    undropped.keySet().retainAll(view.members());
                } else if (owned != null) {
                    // fenced and not claimed to the end, or claimed and its page gone again
                    if (orphaned(holding, owned.stamp(), now)) {
                        ended = owned;
                    }
                }
            }
            Signals.repeatDrops(node, holding.session, undropped);
            if (ended != null) {
                ended.calls().run();
            }
        }
        held.forEach(this::send);
        node.holdings.sweep(now);
    }

    private boolean orphaned(Holding holding, Stamp stamp, long now) {
        if (holding.orphanSince == 0) {
            holding.orphanSince = now;
        } else if (now - holding.orphanSince > node.settings.grace().toNanos() + MARGIN) {
            node.counts.add(Count.ORPHANS_ENDED);
            holding.orphanSince = 0;
            holding.drop(stamp, now);
            return true;
        }
        return false;
    }

    private void send(NodeId owner, List<Held> held) {
        for (int from = 0; from < held.size(); from += BATCH) {
            List<Held> batch = held.subList(from, Math.min(held.size(), from + BATCH));
            Out out = new Out(batch.size() * 48).tag(Tag.DIGEST).number(batch.size());
            for (Held copy : batch) {
                out.text(copy.session);
                copy.stamp.write(out);
            }
            node.queues.of(owner).add(out.toBytes());
        }
    }

    /** This node is said to be the owner of these copies. */
    static void received(Node node, NodeId from, In in) {
        int count = in.count();
        for (int i = 0; i < count; i++) {
            String session = in.text();
            Stamp stamp = Stamp.read(in);
            Holding holding = node.holdings.find(session);
            if (holding == null) {
                // ended, or moved away long ago
                Signals.drop(node, from, session, new Stamp(stamp.epoch(), Long.MAX_VALUE));
                continue;
            }
            Stamp limit = Stamp.NONE;
            boolean send = false;
            synchronized (holding) {
                Owned owned = holding.owned;
                if (owned != null && !owned.isFenced()) {
                    if (owned.members().of(from) != null) {
                        send = owned.holds(from, stamp);
                    } else {
                        limit = owned.stamp();
                    }
                } else if (owned == null && holding.backup != null) {
                    limit = new Stamp(holding.backup.stamp().epoch(), 0);
                } else if (owned == null) {
                    limit = new Stamp(stamp.epoch(), Long.MAX_VALUE);
                }
            }
            if (send) {
                node.queues.of(from).dirty(holding, true);
            } else if (stamp.compareTo(limit) <= 0) {
                Signals.drop(node, from, session, limit);
            }
        }
    }
}
