package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.NodeId;
import dev.livelet.cluster.link.View;
import dev.livelet.spi.SessionCopy;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The backups of an owned session, and the nodes that hold copies of no use. Guarded by the
 * session's lock.
 */
final class Members {
    /** Of half a second each: a backup of an asynchronous session is given up. */
    private static final int LATE_ASYNC = 4;

    /** Of half a second each: what was sent must have got lost. */
    private static final int LOST = 6;

    private final Node node;
    private final String session;
    private final NodeId lastOwner;
    private final Map<NodeId, Stamp> undropped = new HashMap<>();
    private List<Member> members = List.of();
    private List<NodeId> nodes;
    private int placement = -1;

    Members(Node node, String session, NodeId lastOwner) {
        this.node = node;
        this.session = session;
        this.lastOwner = lastOwner;
        this.nodes = List.of(node.self);
    }

    /** Not to be changed, and never is: another choice is another list. */
    List<Member> all() {
        return members;
    }

    /** Owner and backups; as {@link #all}. */
    List<NodeId> nodes() {
        return nodes;
    }

    @Nullable Member of(NodeId peer) {
        for (Member member : members) {
            if (member.node.equals(peer)) {
                return member;
            }
        }
        return null;
    }

    /** Whether the nodes are as they were at the last choice. */
    boolean isPlaced() {
        return placement == node.placement.generation();
    }

    boolean wasPlaced() {
        return placement >= 0;
    }

    /**
     * Those that still hold, then the best others.
     *
     * @param having nodes that are known to have this copy
     */
    List<Member> choose(@Nullable SessionCopy copy, Map<NodeId, Stamp> having) {
        placement = node.placement.generation();
        List<Member> next = new ArrayList<>();
        for (Member member : members) {
            if (node.placement.holds(member.node)) {
                next.add(member);
            }
        }
        fill(next, node.placement.backupsAndSuspects(session, lastOwner), copy, having);
        return next;
    }

    private void fill(
            List<Member> next,
            List<NodeId> candidates,
            @Nullable SessionCopy copy,
            Map<NodeId, Stamp> having) {
        for (NodeId candidate : candidates) {
            if (next.size() < node.settings.copies()
                    && next.stream().noneMatch(m -> m.node.equals(candidate))) {
                Member member = new Member(candidate);
                Stamp has = having.get(candidate);
                if (has != null && copy != null) {
                    member.has(copy, has);
                }
                next.add(member);
            }
        }
    }

    /** Whoever is not among them any more holds copies up to this one for nothing. */
    void install(List<Member> next, Stamp until) {
        for (Member member : members) {
            if (!next.contains(member)) {
                undropped.put(member.node, until);
                node.counts.add(Count.MEMBERS_CHANGED);
            }
        }
        next.forEach(m -> undropped.remove(m.node));
        members = List.copyOf(next);
        nodes = Stream.concat(Stream.of(node.self), next.stream().map(m -> m.node)).toList();
    }

    /**
     * This backup is late, and its node is suspected: who takes its place, null if nobody does yet.
     * What nobody waits for has time, as a hiccup is not worth a whole copy.
     */
    @Nullable List<Member> instead(Member late, int times, boolean waited) {
        List<Member> next = new ArrayList<>(members);
        next.remove(late);
        int left = next.size();
        if (waited || times >= LATE_ASYNC) {
            fill(next, node.placement.backups(session, lastOwner), null, Map.of());
        }
        return next.size() > left ? next : null;
    }

    /** What is to be sent to a backup. */
    record Due(Snapshot snapshot, @Nullable Base base) {}

    /** What this backup lacks of it, which counts as sent from now on; null if nothing. */
    @Nullable Due due(NodeId peer, Snapshot snapshot) {
        Member member = of(peer);
        if (member == null || member.wasSent(snapshot.stamp())) {
            return null;
        }
        Due due = new Due(snapshot, member.base());
        member.sent(snapshot);
        return due;
    }

    /** What this late backup was sent must have got lost, and it is to be sent the whole. */
    boolean isLost(Member late, int times, Stamp last) {
        boolean lost = times % LOST == 0 && late.wasSent(last);
        if (lost) {
            late.forgetSent();
        }
        return lost;
    }

    /** It gets the whole, unless it has acknowledged this commit. True if so. */
    boolean forgetSent(NodeId at, long unless) {
        Member member = of(at);
        if (member == null || member.acknowledged() >= unless) {
            return false;
        }
        member.forgetSent();
        return true;
    }

    /** Whether a backup that says to hold this copy must be sent something. */
    boolean lacks(NodeId at, Stamp held, Epoch root, Stamp last) {
        Member member = of(at);
        if (member == null) {
            return false;
        }
        if (held.sequence() < member.acknowledged() || held.epoch().isBefore(root)) {
            member.forgetSent();
        }
        return !member.wasSent(last) || member.acknowledged() < last.sequence();
    }

    /** Whether a view or a suspicion asks for others than there are. */
    boolean needRepair() {
        for (Member member : members) {
            if (!node.placement.holds(member.node)) {
                return true;
            }
        }
        return members.size() < node.settings.copies()
                && node.placement.backupsAndSuspects(session, lastOwner).size() > members.size();
    }

    /** How many have this commit, are not late, and will stay. */
    int holders(long sequence) {
        int holders = 0;
        for (Member member : members) {
            if (member.acknowledged() >= sequence
                    && node.placement.holds(member.node)
                    && !node.placement.isSuspected(member.node)) {
                holders++;
            }
        }
        return holders;
    }

    /** The last commit that all of them have; only if there are any. */
    long acknowledged() {
        long least = Long.MAX_VALUE;
        for (Member member : members) {
            least = Math.min(least, member.acknowledged());
        }
        return least;
    }

    /** All who may hold copies, each to forget them up to this one. */
    Map<NodeId, Stamp> drops(Stamp limit) {
        Map<NodeId, Stamp> drops = new HashMap<>();
        members.forEach(m -> drops.put(m.node, limit));
        undropped.keySet().forEach(n -> drops.put(n, limit));
        return drops;
    }

    /** To be told to drop their copies when the members have one. */
    Map<NodeId, Stamp> undropped() {
        return undropped;
    }

    /** Those that will never be back need not be told. */
    void forgetUndropped(View view) {
        undropped
                .keySet()
                .removeIf(
                        gone ->
                                view.members().stream()
                                        .anyMatch(
                                                m ->
                                                        m.name().equals(gone.name())
                                                                && m.incarnation()
                                                                        > gone.incarnation()));
    }
}
