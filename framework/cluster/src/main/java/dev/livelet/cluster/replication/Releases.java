package dev.livelet.cluster.replication;

import dev.livelet.spi.Replication;

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
    private static final long TOLD_AFTER = Duration.ofMillis(600).toNanos();
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
    private long toldAt;

    /** Who {@link Untold} is to tell. */
    private Replication.@Nullable Owner untold;

    private boolean ended;

    Releases(Node node, Holding holding, Calls calls) {
        this.node = node;
        this.holding = holding;
        this.calls = calls;
        this.toldAt = node.now();
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
     * The last safe event, if it is time to tell the page; else the one told last. Asked in the
     * session's turns, when something goes to the page anyway: a word by itself would be a turn and
     * a frame of its own, as dear as the event.
     */
    int tellDurable() {
        if (durable > told && isDue()) {
            told = durable;
            toldAt = node.now();
        }
        return told;
    }

    private boolean isDue() {
        return durable - told >= TOLD_EVERY || node.now() - toldAt >= TOLD_AFTER;
    }

    /** Tells of the last safe event by itself: if they are many, else when no turn has come. */
    void tellDurable(Replication.Owner to) {
        if (durable <= told || ended) {
            return;
        }
        if (durable - told >= TOLD_EVERY) {
            tell(to);
            return;
        }
        if (untold == null) {
            node.untold.add(this, node.now());
        }
        untold = to;
    }

    private void tell(Replication.Owner to) {
        int event = tellDurable();
        calls.add(() -> to.durable(event));
    }

    /** {@link Untold} has waited for a turn. */
    void tellLate() {
        synchronized (holding) {
            Replication.Owner to = untold;
            untold = null;
            if (to != null && durable > told && !ended) {
                if (isDue()) {
                    tell(to);
                } else {
                    tellDurable(to);
                }
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
