package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.NodeId;
import dev.livelet.cluster.link.View;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which nodes a session's copies belong on: by rendezvous hashing (Thaler and Ravishankar, 1998) of
 * its id over the nodes' names, so that all nodes find the same ones without talking, a restart
 * changes nothing, and a lost node's sessions spread over all others. Thread-safe.
 */
final class Placement {
    private record Ranked(NodeId node, long score) {}

    private final NodeId self;
    private final Set<NodeId> suspects = ConcurrentHashMap.newKeySet();
    private volatile View view;
    private volatile int generation;

    Placement(NodeId self) {
        this.self = self;
        view = new View(Set.of(self), Set.of());
    }

    /** Only one at a time. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void install(View next) {
        view = next;
        suspects.retainAll(next.members());
        generation++;
    }

    View view() {
        return view;
    }

    /** Changes whenever another choice of nodes may be better. */
    int generation() {
        return generation;
    }

    /** The node is late with what it has to acknowledge. True if it was not before. */
    boolean suspect(NodeId node) {
        return suspects.add(node);
    }

    void trust(NodeId node) {
        if (!suspects.isEmpty()) {
            suspects.remove(node);
        }
    }

    boolean isSuspected(NodeId node) {
        return suspects.contains(node);
    }

    /** Whether a copy on this node counts: it is there, and stays. */
    boolean holds(NodeId node) {
        View now = view;
        return now.has(node) && !now.leaving().contains(node);
    }

    /**
     * The nodes that a session's copies may go to, best first: neither this one, nor leaving or
     * suspected ones; the last owner, which may have been left for a reason, comes last.
     */
    List<NodeId> backups(String session, NodeId lastOwner) {
        View now = view;
        List<NodeId> ranked = ranked(session, now.members());
        ranked.removeIf(n -> n.equals(self) || now.leaving().contains(n) || suspects.contains(n));
        if (ranked.remove(lastOwner)) {
            ranked.add(lastOwner);
        }
        return ranked;
    }

    /** All other nodes in this order, where copies are looked for. */
    List<NodeId> others(String session) {
        List<NodeId> ranked = ranked(session, view.members());
        ranked.remove(self);
        return ranked;
    }

    private static List<NodeId> ranked(String session, Collection<NodeId> nodes) {
        long id = hash(session);
        List<Ranked> ranked = new ArrayList<>();
        nodes.forEach(n -> ranked.add(new Ranked(n, mix(id ^ hash(n.name())))));
        ranked.sort(
                Comparator.comparingLong(Ranked::score)
                        .reversed()
                        .thenComparing(r -> r.node().name()));
        List<NodeId> order = new ArrayList<>();
        ranked.forEach(r -> order.add(r.node()));
        return order;
    }

    /** FNV-1a, then mixed: the same in every release, unlike a hashCode. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001b3L;
        }
        return mix(hash);
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood, 2014). */
    private static long mix(long z) {
        long y = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        y = (y ^ (y >>> 27)) * 0x94d049bb133111ebL;
        return y ^ (y >>> 31);
    }
}
