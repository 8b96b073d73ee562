package dev.livelet.cluster.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.cluster.codec.Codecs;
import dev.livelet.cluster.codec.SharedCodec;
import dev.livelet.session.Rehearsal;
import dev.livelet.spi.Timers;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** What a node plays before it takes its first page is what real pages do. */
final class RehearsalTest {
    @Test
    void pagesMoveWithTheEventsThatTheyKept() {
        List<Rehearsal.Outcome> outcomes = new ArrayList<>();
        try (ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor()) {
            Replicator.rehearse(
                    Timers.on(thread),
                    new CborCopies(new Codecs(List.of(), id -> null, SharedCodec.BY_VALUE)),
                    World.SEAL,
                    (first, second, timers) -> outcomes.add(Rehearsal.play(first, second, timers)));
            thread.shutdownNow();
        }
        Rehearsal.Outcome outcome = outcomes.getFirst();
        assertTrue(outcome.played() > 0);
        assertEquals(outcome.played(), outcome.moved());
    }
}
