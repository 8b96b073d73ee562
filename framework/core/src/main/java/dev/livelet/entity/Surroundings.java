package dev.livelet.entity;

import dev.livelet.pubsub.PubSub;
import dev.livelet.spi.Timers;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What entities need around them. Tests give a clock of theirs, and {@code Runnable::run} as the
 * executor: then everything happens on the test's thread.
 *
 * @param nanos a monotonic clock, as {@link System#nanoTime}
 * @param wall for what other nodes shall understand
 * @param executor runs the handlers; by default each drain on a virtual thread of its own
 */
public record Surroundings(
        PubSub pubSub, Timers timers, LongSupplier nanos, InstantSource wall, Executor executor) {

    /** The real ones. */
    public static Surroundings of(PubSub pubSub, Timers timers) {
        return new Surroundings(
                pubSub,
                timers,
                System::nanoTime,
                InstantSource.system(),
                task -> Thread.ofVirtual().name("livelet-entity").start(task));
    }
}
