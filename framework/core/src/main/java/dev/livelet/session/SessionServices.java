package dev.livelet.session;

import dev.livelet.diff.DuplicateKeys;
import dev.livelet.entity.EntityNode;
import dev.livelet.entity.EntityType;
import dev.livelet.entity.SoleOwner;
import dev.livelet.entity.Surroundings;
import dev.livelet.presence.PresenceTracker;
import dev.livelet.pubsub.PubSub;
import dev.livelet.spi.ClusterEntities;
import dev.livelet.spi.ClusterNode;
import dev.livelet.spi.Replication;
import dev.livelet.spi.Timers;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What sessions need around them. Tests give a clock of theirs, timers that follow it, and {@code
 * Runnable::run} as the executor: then everything happens on the test's thread.
 *
 * @param entities what this node knows of them
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
        Replication replication,
        EntityNode entities,
        Timers timers,
        LongSupplier nanos,
        Executor executor,
        Executor background,
        DuplicateKeys duplicates,
        Consumer<Throwable> failures) {

    /** Without entities. */
    public SessionServices(
            SessionSettings settings,
            SessionCounters counters,
            PubSub pubSub,
            PresenceTracker presence,
            Replication replication,
            Timers timers,
            LongSupplier nanos,
            Executor executor,
            Executor background,
            DuplicateKeys duplicates,
            Consumer<Throwable> failures) {
        this(
                settings,
                counters,
                pubSub,
                presence,
                replication,
                new EntityNode(
                        List.of(),
                        new SoleOwner(),
                        new Surroundings(
                                pubSub,
                                timers,
                                nanos,
                                () -> Instant.ofEpochSecond(0, nanos.getAsLong()),
                                executor)),
                timers,
                nanos,
                executor,
                background,
                duplicates,
                failures);
    }

    /** Runs alone, asynchronous work runs where handlers do, and nobody is told of failures. */
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
                Replication.ALONE,
                timers,
                nanos,
                executor,
                executor,
                duplicates,
                failure -> {});
    }

    /** The real ones, for a node that runs alone. */
    public static SessionServices of(SessionSettings settings) {
        return of(settings, List.of());
    }

    /** The real ones, for a node that runs alone, with entities. */
    public static SessionServices of(SessionSettings settings, Collection<EntityType<?>> entities) {
        TimerWheel timers = new TimerWheel();
        PubSub pubSub = new PubSub();
        return of(
                settings,
                pubSub,
                new PresenceTracker(pubSub, timers),
                Replication.ALONE,
                new SoleOwner(),
                entities,
                timers);
    }

    /** The real ones, for a node of a cluster. */
    public static SessionServices of(
            SessionSettings settings,
            Function<Timers, ClusterNode> cluster,
            Collection<EntityType<?>> entities) {
        TimerWheel timers = new TimerWheel();
        ClusterNode node = cluster.apply(timers);
        PubSub pubSub = new PubSub(node.pubSub());
        return of(
                settings,
                pubSub,
                new PresenceTracker(pubSub, timers, node.presence()),
                node.replication(),
                node.entities(),
                entities,
                timers);
    }

    private static SessionServices of(
            SessionSettings settings,
            PubSub pubSub,
            PresenceTracker presence,
            Replication replication,
            ClusterEntities owners,
            Collection<EntityType<?>> entities,
            Timers timers) {
        Executor executor = task -> Thread.ofVirtual().name("livelet-session").start(task);
        return new SessionServices(
                settings,
                new SessionCounters(),
                pubSub,
                presence,
                replication,
                new EntityNode(entities, owners, Surroundings.of(pubSub, timers)),
                timers,
                System::nanoTime,
                executor,
                executor,
                DuplicateKeys.LOGGED,
                failure -> {});
    }
}
