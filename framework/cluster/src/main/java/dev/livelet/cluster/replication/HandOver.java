package dev.livelet.cluster.replication;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * Before this node leaves: every session's last commit must be acknowledged by a node that stays. A
 * backup that doesn't answer within half a second is replaced as always. Copies of sessions that
 * run nowhere go to other nodes too. On the timers' thread, or when that has ended, on one other.
 */
final class HandOver {
    private final Node node;
    private final long until;
    private final CompletableFuture<Integer> left = new CompletableFuture<>();
    private final Deque<Holding> open = new ArrayDeque<>();
    private final Orphans orphans;

    HandOver(Node node, long until) {
        this.node = node;
        this.until = until;
        orphans = new Orphans(node);
        for (Holding holding : node.holdings.all()) {
            open.add(holding);
        }
        node.queues.wake();
    }

    /** Completes with the number of sessions that nobody else has in full. */
    CompletableFuture<Integer> left() {
        return left;
    }

    /** Now and then; false when it has ended. */
    boolean tick() {
        for (int i = open.size(); i > 0; i--) {
            Holding holding = open.remove();
            boolean done;
            synchronized (holding) {
                Owned owned = holding.owned;
                done = owned == null || !owned.isReplicated() || owned.isHandedOver();
                if (done && owned != null && owned.isReplicated()) {
                    node.counts.add(Count.HANDED_OVER);
                }
            }
            if (!done) {
                open.add(holding);
                Repair.repair(node, holding);
            }
        }
        int orphaned = orphans.tick();
        boolean nobody =
                node.placement.view().members().stream()
                        .noneMatch(n -> !n.equals(node.self) && node.placement.holds(n));
        int number = open.size() + orphaned;
        if (number == 0 || nobody || node.now() - until >= 0) {
            node.counts.add(Count.NOT_HANDED_OVER, number);
            left.complete(number);
            return false;
        }
        return true;
    }
}
