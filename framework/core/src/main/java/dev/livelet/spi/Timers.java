package dev.livelet.spi;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs short actions later, on a thread of its own. Tests put a clock of theirs in its place. */
@FunctionalInterface
public interface Timers {

    /**
     * Runs {@code action} once after {@code delay}, never on the calling thread. The action must
     * not block.
     */
    Timer after(Duration delay, Runnable action);

    /** An action that waits. */
    @FunctionalInterface
    interface Timer {
        /** The action will not start any more; one that runs is not interrupted. */
        void cancel();
    }

    static Timers on(ScheduledExecutorService executor) {
        return (delay, action) -> {
            Future<?> future = executor.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        };
    }
}
