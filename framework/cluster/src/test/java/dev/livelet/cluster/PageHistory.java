package dev.livelet.cluster;

import java.util.ArrayList;
import java.util.List;

/** What a page went through, for tests to judge. Thread-safe. */
public final class PageHistory {
    private final List<Long> joins = new ArrayList<>();
    private final List<Long> outages = new ArrayList<>();
    private long lostAt;
    private int freshMounts;
    private int fullRenders;
    private int refused;

    synchronized void opened() {
        joins.add(System.nanoTime());
    }

    synchronized void lost() {
        if (lostAt == 0) lostAt = System.nanoTime();
    }

    /** This came, and with it so many refusals. */
    synchronized void took(String frame, int refusals) {
        refused += refusals;
        if (frame.startsWith("[-3,")) fullRenders++;
        if (frame.startsWith("[-8,")) freshMounts++;
        if (!frame.startsWith("[-2,") && !frame.startsWith("[-3,")) return;
        if (lostAt != 0) outages.add((System.nanoTime() - lostAt) / 1_000_000);
        lostAt = 0;
    }

    /** When it joined, by {@link System#nanoTime}. */
    public synchronized List<Long> joinTimes() {
        return List.copyOf(joins);
    }

    public synchronized int joins() {
        return joins.size();
    }

    /** For how many milliseconds each time no node served it. */
    public synchronized List<Long> outages() {
        return List.copyOf(outages);
    }

    /** How often its session was gone, and it had to begin again. */
    public synchronized int freshMounts() {
        return freshMounts;
    }

    public synchronized int fullRenders() {
        return fullRenders;
    }

    public synchronized int refused() {
        return refused;
    }

    @Override
    public synchronized String toString() {
        return joins.size()
                + " joins, "
                + freshMounts
                + " fresh mounts, "
                + fullRenders
                + " full renders, "
                + refused
                + " refused";
    }
}
