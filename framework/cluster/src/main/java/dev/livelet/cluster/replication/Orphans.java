package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.Channel;
import dev.livelet.cluster.link.NodeId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Copies of sessions that run nowhere: their owner is gone, and their page has not come yet, as it
 * sleeps or has no network. A node that leaves may hold the last of them, so it gives them to those
 * that stay. Each goes to as many nodes as keep copies, whole, as a question that is asked again
 * until it is answered; so many are under way at a time.
 *
 * <p>A copy may come from anybody: its stamp says which content it is. Nor does a promise to a
 * newer epoch speak against keeping it, as against an owner's: no owner waits for a word on it.
 *
 * <p>Ticks are the hand-over's; answers come on the link's threads.
 */
final class Orphans {
    private static final Duration ANSWER = Duration.ofMillis(500);
    private static final int AT_ONCE = 32;

    private static final class Orphan {
        final Holding holding;
        final Set<NodeId> heirs = new HashSet<>();

        Orphan(Holding holding) {
            this.holding = holding;
        }
    }

    private final Node node;
    private final Deque<Orphan> waiting = new ArrayDeque<>();
    private final Deque<Orphan> unanswered = new ArrayDeque<>();
    private int underWay;

    Orphans(Node node) {
        this.node = node;
        for (Holding holding : node.holdings.all()) {
            waiting.add(new Orphan(holding));
        }
    }

    /** Goes on with those that got no answer; how many are left. */
    int tick() {
        synchronized (this) {
            waiting.addAll(unanswered);
            unanswered.clear();
        }
        proceed();
        synchronized (this) {
            return waiting.size() + unanswered.size() + underWay;
        }
    }

    private void proceed() {
        while (true) {
            Orphan next;
            synchronized (this) {
                next = underWay < AT_ONCE ? waiting.poll() : null;
                if (next == null) {
                    return;
                }
            }
            give(next);
        }
    }

    private void give(Orphan orphan) {
        NodeId to;
        Encoded copy;
        Owned fenced;
        synchronized (orphan.holding) {
            copy = copy(orphan.holding);
            fenced = fenced(orphan.holding);
            to = copy == null && fenced == null ? null : heir(orphan, copy);
        }
        if (to == null) {
            return;
        }
        Out out = new Out(1024).tag(Tag.ENTRUST);
        if (copy != null) {
            copy.write(out);
        } else if (fenced == null || !Sending.write(node, orphan.holding, fenced, out)) {
            return;
        }
        synchronized (this) {
            underWay++;
        }
        node.link
                .ask(to, Channel.CLAIM, out.toBytes(), ANSWER)
                .whenComplete((answer, failure) -> answered(orphan, to, answer));
    }

    private void answered(Orphan orphan, NodeId by, byte @Nullable [] answer) {
        boolean kept = answer != null && isKept(answer);
        synchronized (this) {
            underWay--;
            if (kept) {
                orphan.heirs.add(by);
                node.counts.add(Count.ENTRUSTED);
            }
            (kept ? waiting : unanswered).add(orphan);
        }
        if (kept) {
            proceed();
        } else {
            node.placement.suspect(by, node.now());
        }
    }

    private boolean isKept(byte[] answer) {
        try {
            return new In(answer).tag() == Tag.KEPT;
        } catch (In.Malformed e) {
            node.counts.add(Count.MALFORMED);
            return false;
        }
    }

    /** With the session's lock: the copy here, if nobody runs the session. */
    private @Nullable Encoded copy(Holding holding) {
        Encoded backup = holding.backup;
        return backup == null || node.placement.view().has(backup.stamp().epoch().owner())
                ? null
                : backup;
    }

    /**
     * With the session's lock: the same, of a session that ran here until a lost node claimed it.
     */
    private @Nullable Owned fenced(Holding holding) {
        Owned owned = holding.owned;
        boolean orphaned =
                owned != null
                        && owned.isFenced()
                        && owned.snapshot() != null
                        && !node.placement.view().has(holding.promised.owner());
        return orphaned ? owned : null;
    }

    /** Who should have it and does not yet; null if there is nobody like that. */
    private @Nullable NodeId heir(Orphan orphan, @Nullable Encoded copy) {
        List<NodeId> best = node.placement.backupsAndSuspects(orphan.holding.session, node.self);
        if (copy != null) {
            // not one more than there should be
            List<NodeId> members = new ArrayList<>(copy.head().members());
            members.retainAll(best);
            best.removeAll(members);
            best.addAll(0, members);
        }
        List<NodeId> heirs = best.subList(0, Math.min(best.size(), node.settings.copies()));
        return heirs.stream().filter(h -> !orphan.heirs.contains(h)).findFirst().orElse(null);
    }

    /** Another node leaves, and gives this copy away; the answer to it. */
    static byte[] entrusted(Node node, CopyReader copy) {
        Encoded whole = copy.onto(null);
        node.holdings.with(
                whole.head().session(),
                h -> {
                    Encoded backup = h.backup;
                    Stamp stamp = whole.stamp();
                    boolean newer = backup == null || backup.stamp().compareTo(stamp) < 0;
                    boolean runs =
                            h.owned != null
                                    && !(h.owned.isFenced()
                                            && h.owned.stamp().compareTo(stamp) < 0);
                    if (!runs && newer && h.dropped.compareTo(stamp) < 0) {
                        h.backup = whole;
                        h.owned = null;
                        h.orphanSince = 0;
                        h.promise(stamp.epoch(), node.now());
                        node.counts.add(Count.COPIES_KEPT);
                    }
                    return h;
                });
        return new Out().tag(Tag.KEPT).toBytes();
    }
}
