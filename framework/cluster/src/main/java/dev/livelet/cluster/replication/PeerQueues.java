package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.Link;
import dev.livelet.cluster.link.NodeId;
import dev.livelet.cluster.link.View;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The queues to all peers. Thread-safe. */
final class PeerQueues implements Link.Source {
    private final Node node;
    private final Map<NodeId, PeerQueue> queues = new ConcurrentHashMap<>();

    PeerQueues(Node node) {
        this.node = node;
    }

    PeerQueue of(NodeId peer) {
        PeerQueue queue = queues.get(peer);
        return queue != null ? queue : queues.computeIfAbsent(peer, p -> new PeerQueue(node, p));
    }

    /** The peers that anything was for, by name. */
    List<NodeId> peers() {
        return queues.keySet().stream()
                .sorted(Comparator.comparing(NodeId::name).thenComparing(NodeId::incarnation))
                .toList();
    }

    /** What is for nodes that are gone goes; those that have come are told what waits. */
    void install(View before, View now) {
        for (NodeId peer : peers()) {
            PeerQueue queue = of(peer);
            if (now.has(peer)) {
                if (!queue.isEmpty()) {
                    queue.wake();
                }
            } else if (before.has(peer)) {
                queue.clear();
                queues.remove(peer, queue);
            }
        }
    }

    /** Nothing gathers any longer. */
    void wake() {
        queues.values().forEach(PeerQueue::wake);
    }

    @Override
    public byte @Nullable [] next(NodeId peer) {
        PeerQueue queue = queues.get(peer);
        return queue == null ? null : queue.next();
    }
}
