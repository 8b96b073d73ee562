package dev.livelet.cluster.replication;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Gives sessions new backups when nodes have gone, come or are about to leave: two seconds after a
 * view, as many a node comes back in that time, and so many bytes a second; at once what a
 * synchronous session already waits for, and what a leaving node holds. On the timers' thread.
 */
final class Repair {
    private static final Duration DELAY = Duration.ofSeconds(2);
    private static final int AT_ONCE = 2_000;

    private final Node node;
    private final Deque<Holding> waiting = new ArrayDeque<>();
    private final Set<Holding> known = new HashSet<>();
    private boolean waits;
    private int planned;
    private long allowance;
    private long fullBytes;
    private long fullSent;

    Repair(Node node) {
        this.node = node;
    }

    void viewChanged() {
        boolean leaving = !node.placement.view().leaving().isEmpty();
        for (Holding holding : node.holdings.all()) {
            boolean now;
            synchronized (holding) {
                Owned owned = holding.owned;
                now = owned != null && owned.isUrgent();
            }
            if (now) {
                repair(node, holding);
            }
        }
        if (leaving) {
            plan();
        }
    }

    private void later() {
        if (!waits) {
            waits = true;
            node.timers.after(
                    DELAY,
                    () -> {
                        waits = false;
                        plan();
                    });
        }
    }

    private void plan() {
        for (Holding holding : node.holdings.all()) {
            boolean needs;
            synchronized (holding) {
                needs = holding.owned != null && holding.owned.needsRepair();
            }
            if (needs && known.add(holding)) {
                waiting.add(holding);
            }
        }
    }

    /** Every 100 ms. */
    void tick() {
        int generation = node.placement.generation();
        if (generation != planned) {
            planned = generation;
            later();
        }
        Map<Count, Long> counts = node.counts.snapshot();
        long bytes = counts.getOrDefault(Count.FULL_BYTES, 0L);
        long sent = counts.getOrDefault(Count.FULL_SENT, 0L);
        int each = node.settings.repairBytes() / 10;
        allowance = Math.min(each * 5L, allowance + each) - (bytes - fullBytes);
        fullBytes = bytes;
        fullSent = sent;
        long size = sent == 0 ? 1024 : Math.max(64, bytes / fullSent);
        long most = Math.min(AT_ONCE, allowance / size);
        for (long i = 0; i < most && !waiting.isEmpty(); i++) {
            Holding next = waiting.remove();
            known.remove(next);
            repair(node, next);
        }
    }

    static void repair(Node node, Holding holding) {
        Owned owned;
        synchronized (holding) {
            owned = holding.owned;
            if (owned == null || !owned.needsRepair()) {
                return;
            }
            owned.place(Map.of());
            owned.settle();
        }
        owned.wakeMembers();
    }
}
