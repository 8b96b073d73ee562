package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.NodeId;
import dev.livelet.cluster.link.View;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which nodes a session's copies belong on: by rendezvous hashing (Thaler and Ravishankar, 1998) of
 * its id over the nodes' names, so that all nodes find the same ones without talking, a restart
 * changes nothing, and a lost node's sessions spread over all others. Thread-safe.
 */
final class Placement {
    private static final long SUSPECTED_FOR = Duration.ofSeconds(5).toNanos();

    private record Ranked(NodeId node, long score) {}

    private final NodeId self;
    private final Map<NodeId, Long> suspects = new ConcurrentHashMap<>();
    private final Map<NodeId, Long> gone = new ConcurrentHashMap<>();
    private final AtomicInteger generation = new AtomicInteger();
    private volatile View view;

    Placement(NodeId self) {
        this.self = self;
        view = new View(Set.of(self), Set.of());
    }

    void install(View next) {
        view = next;
        suspects.keySet().retainAll(next.members());
        gone.keySet().retainAll(next.members());
        generation.incrementAndGet();
    }

    View view() {
        return view;
    }

    /** Changes whenever another choice of nodes may be better. */
    int generation() {
        return generation.get();
    }

    /** The node is late with what it has to acknowledge. True if it was not before. */
    boolean suspect(NodeId node, long now) {
        return suspects.put(node, now) == null;
    }

    /** Nobody listens there any more; a view will say so too. */
    void gone(NodeId node, long now) {
        if (view.has(node) && gone.put(node, now) == null) {
            generation.incrementAndGet();
        }
    }

    /** There is a word of this node. */
    void trust(NodeId node) {
        boolean wasGone = !gone.isEmpty() && gone.remove(node) != null;
        if (!suspects.isEmpty() && suspects.remove(node) != null || wasGone) {
            generation.incrementAndGet();
        }
    }

    /** Nobody is suspected for long who is not found late again, or taken for dead by mistake. */
    void forgive(long now) {
        boolean forgiven = suspects.values().removeIf(since -> now - since > SUSPECTED_FOR);
        if (gone.values().removeIf(since -> now - since > SUSPECTED_FOR) || forgiven) {
            generation.incrementAndGet();
        }
    }

    boolean isSuspected(NodeId node) {
        return suspects.containsKey(node);
    }

    /** Whether what concerns this node's sessions has no time. */
    boolean isLeaving(NodeId node) {
        Set<NodeId> leaving = view.leaving();
        return !leaving.isEmpty() && leaving.contains(node);
    }

    /** Whether a copy on this node counts: it is there, and stays. */
    boolean holds(NodeId node) {
        View now = view;
        return now.has(node) && !now.leaving().contains(node) && !gone.containsKey(node);
    }

    /**
     * The nodes that a session's copies may go to, best first: not this one, and no leaving or dead
     * ones; the last owner, which may have been left for a reason, comes behind the others.
     */
    List<NodeId> backups(String session, NodeId lastOwner) {
        List<NodeId> ranked = ranked(session, view.members());
        ranked.removeIf(n -> n.equals(self) || !holds(n) || isSuspected(n));
        if (ranked.remove(lastOwner)) {
            ranked.add(lastOwner);
        }
        return ranked;
    }

    /** The same, and at the end those that are suspected: late is better than nowhere. */
    List<NodeId> backupsAndSuspects(String session, NodeId lastOwner) {
        List<NodeId> backups = backups(session, lastOwner);
        for (NodeId other : others(session)) {
            if (!backups.contains(other) && holds(other)) {
                backups.add(other);
            }
        }
        return backups;
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
