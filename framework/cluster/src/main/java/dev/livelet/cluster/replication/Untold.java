package dev.livelet.cluster.replication;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Owners whose pages have not been told of events that are safe. A page that goes on is told in one
 * of its turns; this one sees to those that don't, all at once, as a timer for each would cost more
 * than the word. Thread-safe.
 */
final class Untold {
    private static final long PATIENCE = Duration.ofMillis(700).toNanos();

    private record Entry(Releases releases, long since) {}

    private final ArrayDeque<Entry> entries = new ArrayDeque<>();

    /** With the session's lock. */
    synchronized void add(Releases releases, long now) {
        entries.add(new Entry(releases, now));
    }

    /** Tells those that have waited for long; every 100 ms, without any lock. */
    void tick(long now) {
        due(now).forEach(Releases::tellLate);
    }

    private synchronized List<Releases> due(long now) {
        List<Releases> due = new ArrayList<>();
        for (Entry next = entries.peek();
                next != null && now - next.since >= PATIENCE;
                next = entries.peek()) {
            due.add(entries.remove().releases);
        }
        return due;
    }
}
