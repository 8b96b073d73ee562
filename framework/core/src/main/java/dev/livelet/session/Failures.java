package dev.livelet.session;

import java.util.ArrayDeque;

/** Counts within a sliding time. */
final class Failures {
    private final ArrayDeque<Long> times = new ArrayDeque<>(1);
    private final int allowed;
    private final long nanos;

    Failures(int allowed, long nanos) {
        this.allowed = allowed;
        this.nanos = nanos;
    }

    /** One more; whether these are more than allowed. */
    boolean tooMany(long now) {
        times.addLast(now);
        while (now - times.getFirst() > nanos) times.removeFirst();
        return times.size() > allowed;
    }

    void clear() {
        times.clear();
    }
}
