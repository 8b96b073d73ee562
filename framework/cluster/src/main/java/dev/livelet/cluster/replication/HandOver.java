package dev.livelet.cluster.replication;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * Before this node leaves: every session's last commit must be acknowledged by a node that stays. A
 * backup that doesn't answer within half a second is replaced as always. On the timers' thread.
 */
final class HandOver {
    private final Node node;
    private final long until;
    private final CompletableFuture<Integer> left = new CompletableFuture<>();
    private final Deque<Holding> open = new ArrayDeque<>();

    HandOver(Node node, long until) {
        this.node = node;
        this.until = until;
        for (Holding holding : node.holdings.all()) {
            open.add(holding);
        }
    }

    /** Completes with the number of sessions that nobody else has in full. */
    CompletableFuture<Integer> left() {
        return left;
    }

    /** Every 100 ms; false when it has ended. */
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
        boolean nobody =
                node.placement.view().members().stream()
                        .noneMatch(n -> !n.equals(node.self) && node.placement.holds(n));
        if (open.isEmpty() || nobody || node.now() - until >= 0) {
            node.counts.add(Count.NOT_HANDED_OVER, open.size());
            left.complete(open.size());
            return false;
        }
        return true;
    }
}
