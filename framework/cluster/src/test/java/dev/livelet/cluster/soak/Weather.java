package dev.livelet.cluster.soak;

import java.util.ArrayList;
import java.util.List;

/**
 * What harms the cluster and when: the checker forgives nothing that one copy covers. Thread-safe.
 */
final class Weather {
    private record Storm(long from, long until) {}

    private final List<Storm> storms = new ArrayList<>();
    private boolean rough;
    private long since;
    private long lastFault = System.nanoTime();

    /** One node at a time is harmed: nothing may be lost. */
    synchronized void oneFault() {
        lastFault = System.nanoTime();
    }

    /** More is harmed than one copy covers, until {@link #whole}. */
    synchronized void rough() {
        lastFault = System.nanoTime();
        rough = true;
        since = lastFault;
    }

    /** All nodes see each other, and each session has its copy. */
    synchronized void whole() {
        if (rough) storms.add(new Storm(since, System.nanoTime()));
        rough = false;
    }

    synchronized boolean isRough() {
        return rough;
    }

    synchronized boolean wasRough(long nanos) {
        return rough && nanos >= since
                || storms.stream().anyMatch(s -> nanos >= s.from && nanos <= s.until);
    }

    /** When harm was done last. */
    synchronized long lastFault() {
        return lastFault;
    }
}
