package dev.livelet.cluster.replication;

import dev.livelet.spi.Replication;

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
    private static final Duration TOLD_AFTER = Duration.ofSeconds(1);
    private static final int MARKS = 64;

    private record Held(long sequence, Runnable release) {}

    private record Mark(long sequence, int answered) {}

    private final Node node;
    private final Holding holding;
    private final Calls calls;
    private final Deque<Held> held = new ArrayDeque<>();
    private final Deque<Mark> marks = new ArrayDeque<>();

    /** Held, or let go and not yet run. */
    private final AtomicInteger unrun = new AtomicInteger();

    private int durable;
    private int told;
    private boolean timer;
    private boolean ended;

    Releases(Node node, Holding holding, Calls calls) {
        this.node = node;
        this.holding = holding;
        this.calls = calls;
    }

    /** Whether nothing is held back, so that the next may be released at once. */
    boolean isFree() {
        return unrun.get() == 0;
    }

    boolean isWaitedFor() {
        return !held.isEmpty();
    }

    void hold(long sequence, Runnable release) {
        unrun.incrementAndGet();
        held.add(new Held(sequence, release));
    }

    /** This commit answers all events up to this one. */
    void answers(long sequence, int event) {
        if (marks.size() > MARKS) {
            marks.removeLast();
        }
        marks.add(new Mark(sequence, event));
    }

    /**
     * @param shown the last commit whose effects may be seen
     * @param confirmed the last commit that all members have
     */
    void settle(long shown, long confirmed) {
        for (Held next = held.peek(); next != null && next.sequence <= shown; next = held.peek()) {
            held.remove();
            Runnable release = next.release;
            calls.add(
                    () -> {
                        try {
                            release.run();
                        } finally {
                            unrun.decrementAndGet();
                        }
                    });
        }
        for (Mark next = marks.peek();
                next != null && next.sequence <= Math.min(shown, confirmed);
                next = marks.peek()) {
            durable = Math.max(durable, marks.remove().answered);
        }
    }

    /**
     * Tells of the last safe event: now if they are many, else soon, together with those that
     * follow. A word for each would be a turn and a frame of its own, as dear as the event.
     */
    void tellDurable(Replication.Owner to) {
        if (durable <= told || ended) {
            return;
        }
        if (durable - told >= TOLD_EVERY) {
            tell(to);
        } else if (!timer) {
            timer = true;
            node.timers.after(TOLD_AFTER, () -> later(to));
        }
    }

    private void tell(Replication.Owner to) {
        told = durable;
        int event = durable;
        calls.add(() -> to.durable(event));
    }

    private void later(Replication.Owner to) {
        synchronized (holding) {
            timer = false;
            if (durable > told && !ended) {
                tell(to);
            }
        }
        calls.run();
    }

    void end() {
        ended = true;
        held.clear();
        marks.clear();
    }
}
