package dev.livelet.cluster.entity;

import dev.livelet.cluster.link.NodeId;
import dev.livelet.cluster.link.View;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a node knows of all shards: who has them, and what it has promised to whom. Nothing in it
 * goes back: assignments and promises only get higher.
 */
final class ShardTable {
    private final NodeId self;
    private final Map<Integer, Assignment> assignments = new TreeMap<>();
    private final Map<Integer, Ballot> promised = new TreeMap<>();
    private final Map<Integer, Long> revisions = new HashMap<>();
    private final Map<String, Long> runs = new TreeMap<>();
    private final Map<NodeId, Long> since = new HashMap<>();
    private View view = new View(Set.of(), Set.of());
    private long revision;

    ShardTable(NodeId self) {
        this.self = self;
        met(self);
    }

    View view() {
        return view;
    }

    void view(View next, long now) {
        view = next;
        since.keySet().retainAll(next.members());
        for (NodeId member : next.members()) {
            since.putIfAbsent(member, now);
            met(member);
        }
    }

    /** There is this run of a node, or was. */
    void met(NodeId node) {
        runs.merge(node.name(), node.incarnation(), Math::max);
    }

    /** Names of all nodes that were ever seen. */
    Set<String> names() {
        return runs.keySet();
    }

    /** The last known run of each node that was ever seen. */
    List<NodeId> runs() {
        return runs.entrySet().stream()
                .map(each -> new NodeId(each.getKey(), each.getValue()))
                .toList();
    }

    /** Whether a later run of the node is known: what this one has acknowledged is forgotten. */
    boolean isPast(NodeId node) {
        return runs.getOrDefault(node.name(), Long.MIN_VALUE) > node.incarnation();
    }

    /** How long the node has been in the view. */
    long age(NodeId node, long now) {
        return now - since.getOrDefault(node, now);
    }

    List<NodeId> others() {
        return view.members().stream()
                .filter(member -> !member.equals(self))
                .sorted(java.util.Comparator.comparing(NodeId::name))
                .toList();
    }

    @Nullable Assignment get(int shard) {
        return assignments.get(shard);
    }

    Map<Integer, Assignment> assignments() {
        return assignments;
    }

    Map<Integer, Ballot> promises() {
        return promised;
    }

    /**
     * @return whether it was news
     */
    boolean learn(int shard, Assignment assignment) {
        Assignment known = assignments.get(shard);
        if (known != null && !assignment.above(known)) return false;
        assignments.put(shard, assignment);
        promise(shard, assignment.ballot());
        return true;
    }

    Ballot promised(int shard) {
        return promised.getOrDefault(shard, Ballot.NONE);
    }

    void promise(int shard, Ballot ballot) {
        if (!ballot.above(promised(shard))) return;
        promised.put(shard, ballot);
        revisions.put(shard, ++revision);
    }

    long revision() {
        return revision;
    }

    /** Promises to others than this node that came after this revision. */
    Map<Integer, Ballot> promisedSince(long seen, NodeId node) {
        Map<Integer, Ballot> found = new TreeMap<>();
        revisions.forEach(
                (shard, at) -> {
                    if (at > seen && Shards.isMajority(shard) && !promised(shard).isBy(node))
                        found.put(shard, promised(shard));
                });
        return found;
    }

    /** Members that don't go away, all if there are none; in the shard's order. */
    List<NodeId> ranked(int shard) {
        Set<NodeId> staying = new HashSet<>(view.members());
        staying.removeAll(view.leaving());
        return Shards.ranked(shard, staying.isEmpty() ? view.members() : staying);
    }

    /** Who has the shard, or is to have it next. */
    NodeId target(int shard) {
        Assignment known = assignments.get(shard);
        if (known != null) {
            if (view.has(known.owner())) return known.owner();
            for (NodeId backup : known.backups())
                if (view.has(backup) && !view.leaving().contains(backup)) return backup;
        }
        List<NodeId> ranked = ranked(shard);
        return ranked.isEmpty() ? self : ranked.getFirst();
    }

    /** Changes with everything that others should know. */
    long hash() {
        return assignments.hashCode() * 31L + runs.hashCode();
    }
}
