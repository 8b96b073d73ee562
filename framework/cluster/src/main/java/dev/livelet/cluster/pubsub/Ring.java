package dev.livelet.cluster.pubsub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The last messages that were published here on one topic, numbered without holes: for nodes that
 * have missed some. Publishing and repeating exclude each other, so that what is repeated is
 * followed by what comes next. Thread-safe.
 */
final class Ring {
    private record Kept(Publication publication, long at) {}

    /** Gets what is there to be repeated. */
    @FunctionalInterface
    interface Repeat {
        /**
         * @param after the number before the first of these
         * @param complete whether no other has been lost
         */
        void from(long after, boolean complete, List<Publication> publications);
    }

    private final ArrayDeque<Kept> kept = new ArrayDeque<>();
    private final int size;
    private final AtomicLong highest;
    private long last;
    private boolean full;
    private long lostAt;
    private long usedAt;

    /**
     * @param highest number that was given on any topic: a ring that is made anew goes on from
     *     there, and what it was before cannot be confused with it
     */
    Ring(int size, AtomicLong highest, long now) {
        this.size = size;
        this.highest = highest;
        this.last = highest.get();
        this.usedAt = now;
    }

    synchronized void publish(Publication publication, long now, Consumer<Publication> to) {
        publication.number(++last);
        highest.accumulateAndGet(last, Math::max);
        usedAt = now;
        kept.add(new Kept(publication, now));
        if (kept.size() > size) {
            full = true;
            lostAt = kept.remove().at;
        }
        to.accept(publication);
    }

    /**
     * What was published at this time or later; it is not complete when there was more between
     * {@code missed} and then.
     */
    synchronized void since(long then, long missed, Repeat to) {
        List<Publication> repeated = new ArrayList<>();
        boolean complete = !full || lostAt - missed < 0;
        for (Kept each : kept) {
            if (each.at - then >= 0) repeated.add(each.publication);
            else if (each.at - missed >= 0) complete = false;
        }
        to.from(last - repeated.size(), complete, repeated);
    }

    /** What was published after that of this number. */
    synchronized void after(long number, Repeat to) {
        List<Publication> repeated = new ArrayList<>();
        for (Kept each : kept)
            if (each.publication.number() > number) repeated.add(each.publication);
        long before = last - repeated.size();
        to.from(before, before <= number, repeated);
    }

    synchronized boolean isIdleSince(long then) {
        return usedAt - then < 0;
    }
}
