package dev.livelet.session;

import dev.livelet.diff.DuplicateKeys;
import dev.livelet.presence.PresenceTracker;
import dev.livelet.pubsub.PubSub;
import dev.livelet.spi.Timers;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What sessions need around them. Tests give a clock of theirs, timers that follow it, and {@code
 * Runnable::run} as the executor: then everything happens on the test's thread.
 *
 * @param nanos a monotonic clock, as {@link System#nanoTime}
 * @param executor runs the handlers; by default each drain of a mailbox on a virtual thread of its
 *     own
 * @param background runs the asynchronous work that handlers start
 * @param duplicates what happens when two rows of a list have one key
 * @param failures told what handlers and renders threw, besides the log; must not throw
 */
public record SessionServices(
        SessionSettings settings,
        SessionCounters counters,
        PubSub pubSub,
        PresenceTracker presence,
        Timers timers,
        LongSupplier nanos,
        Executor executor,
        Executor background,
        DuplicateKeys duplicates,
        Consumer<Throwable> failures) {

    /** Asynchronous work runs where handlers do, and nobody is told of failures. */
    public SessionServices(
            SessionSettings settings,
            SessionCounters counters,
            PubSub pubSub,
            PresenceTracker presence,
            Timers timers,
            LongSupplier nanos,
            Executor executor,
            DuplicateKeys duplicates) {
        this(
                settings,
                counters,
                pubSub,
                presence,
                timers,
                nanos,
                executor,
                executor,
                duplicates,
                failure -> {});
    }

    /** The real ones, for a node that runs alone. */
    public static SessionServices of(SessionSettings settings) {
        TimerWheel timers = new TimerWheel();
        PubSub pubSub = new PubSub();
        return new SessionServices(
                settings,
                new SessionCounters(),
                pubSub,
                new PresenceTracker(pubSub, timers),
                timers,
                System::nanoTime,
                task -> Thread.ofVirtual().name("livelet-session").start(task),
                DuplicateKeys.LOGGED);
    }
}
