package dev.livelet.cluster.replication;

import dev.livelet.spi.Timers;

import java.time.Duration;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Notices that this process stood still: a stop of the world, a suspended machine. The others may
 * have gone on without it, so what it takes to be its own must be asked about. Thread-safe.
 */
final class PauseWatch {
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    /** By then the others are in the view again that were thought lost when this node woke. */
    private static final long LATELY = Duration.ofSeconds(10).toNanos();

    private final Timers timers;
    private final LongSupplier nanos;
    private volatile IntConsumer afterPause = generation -> {};
    private volatile long last;
    private volatile int generation;
    private volatile long noticed;

    PauseWatch(Timers timers, LongSupplier nanos) {
        this.timers = timers;
        this.nanos = nanos;
        last = nanos.getAsLong();
    }

    /** Told of each pause by its number, on the timers' thread. */
    void afterPause(IntConsumer watcher) {
        afterPause = watcher;
    }

    /** How many pauses there were; called before anything that a pause could have made untrue. */
    int look() {
        if (nanos.getAsLong() - last > PAUSE) {
            noticed();
        }
        return generation;
    }

    private synchronized void noticed() {
        if (nanos.getAsLong() - last > PAUSE) {
            int now = ++generation;
            last = nanos.getAsLong();
            noticed = last;
            timers.after(Duration.ZERO, () -> afterPause.accept(now));
        }
    }

    /** Every 100 ms; what {@link #look} says. */
    int tick() {
        int pauses = look();
        last = nanos.getAsLong();
        return pauses;
    }

    /** Whether this node may still take the others for lost only because it slept. */
    boolean sleptLately() {
        return look() > 0 && nanos.getAsLong() - noticed < LATELY;
    }

    int generation() {
        return generation;
    }
}
