package dev.livelet.cluster.replication;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The commits of one owner that somebody still waits for: what may leave the node when the members
 * have them, and the events that are then safe. Guarded by the session's lock; what it lets go runs
 * in {@link Calls}.
 */
final class Releases {
    private static final int TOLD_EVERY = 16;
    private static final long TOLD_AFTER = Duration.ofMillis(250).toNanos();
    private static final int MARKS = 64;

    private record Commit(long sequence, int answered, @Nullable Runnable release) {}

    private final Deque<Commit> commits = new ArrayDeque<>();
    private final Calls calls;
    private final AtomicInteger held = new AtomicInteger();
    private long released;
    private int durable;
    private int told;
    private long toldAt;

    Releases(Calls calls) {
        this.calls = calls;
    }

    /** Whether nothing is held back, so that the next commit may be released at once. */
    boolean isFree() {
        return held.get() == 0;
    }

    /**
     * @param release null when it doesn't wait
     */
    void add(long sequence, int answered, @Nullable Runnable release) {
        Commit last = commits.peekLast();
        if (release == null && last != null && last.release == null && commits.size() > MARKS) {
            commits.removeLast();
        }
        if (release != null) {
            held.incrementAndGet();
        }
        commits.add(new Commit(sequence, answered, release));
    }

    /**
     * @param shown the last commit whose effects may be seen
     * @param confirmed the last commit that all members have
     */
    void settle(long shown, long confirmed) {
        if (shown > released) {
            for (Commit commit : commits) {
                if (commit.sequence > released
                        && commit.sequence <= shown
                        && commit.release != null) {
                    Runnable release = commit.release;
                    calls.add(
                            () -> {
                                try {
                                    release.run();
                                } finally {
                                    held.decrementAndGet();
                                }
                            });
                }
            }
            released = shown;
        }
        while (!commits.isEmpty() && commits.peek().sequence <= Math.min(confirmed, released)) {
            durable = Math.max(durable, commits.remove().answered);
        }
    }

    /** The event to tell of now, 0 if none. */
    int durable(long now, boolean waited) {
        if (durable > told
                && (waited || durable - told >= TOLD_EVERY || now - toldAt >= TOLD_AFTER)) {
            told = durable;
            toldAt = now;
            return told;
        }
        return 0;
    }

    /** Whether there is one to tell of later. */
    boolean isUntold() {
        return durable > told;
    }

    Duration untilTold(long now) {
        return Duration.ofNanos(Math.max(0, toldAt + TOLD_AFTER - now));
    }

    boolean waitsForRelease() {
        for (Commit commit : commits) {
            if (commit.sequence > released && commit.release != null) {
                return true;
            }
        }
        return false;
    }

    void clear() {
        commits.clear();
    }
}
