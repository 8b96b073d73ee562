package dev.livelet.cluster.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.cluster.codec.Codecs;
import dev.livelet.cluster.codec.SharedCodec;
import dev.livelet.session.Rehearsal;
import dev.livelet.spi.Timers;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** What a node plays before it takes its first page is what real pages do. */
final class RehearsalTest {
    /** Longer than copies gather, shorter than a claim waits for an answer. */
    private static final Duration SHORT = Duration.ofMillis(100);

    @Test
    void pagesMoveWithTheEventsThatTheyKept() {
        List<Rehearsal.Outcome> outcomes = new ArrayList<>();
        try (ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor()) {
            Replicator.rehearse(
                    patient(Timers.on(thread)),
                    new CborCopies(new Codecs(List.of(), id -> null, SharedCodec.BY_VALUE)),
                    World.SEAL,
                    (first, second, timers) -> outcomes.add(Rehearsal.play(first, second, timers)));
            thread.shutdownNow();
        }
        Rehearsal.Outcome outcome = outcomes.getFirst();
        assertTrue(outcome.played() > 0);
        assertEquals(outcome.played(), outcome.moved());
    }

    /** A claim on a machine that is busy elsewhere gives up too early; here none does. */
    private static Timers patient(Timers timers) {
        return (delay, action) ->
                timers.after(delay.compareTo(SHORT) > 0 ? delay.multipliedBy(100) : delay, action);
    }
}
