package dev.livelet.cluster.entity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.livelet.EntityRef;
import dev.livelet.EntityUnavailable;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;

/** Entities that only a majority of nodes may have. */
class MajorityTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int LEDGERS = 30;

    private static final int HISTORIES =
            Integer.getInteger("histories", Boolean.getBoolean("long") ? 3000 : 4);

    /** Those that found something once. */
    private static final long[] FORMER = {
        -8114805741126492911L, -6691266670537191218L, -6717706414889039155L, 30943586609604807L
    };

    private final long seed = Long.getLong("livelet.seed", new Random().nextLong());

    private final LedgerWorld world = new LedgerWorld();

    private SimulatedCluster cluster(int voters) {
        return new SimulatedCluster(seed, List.of(new Ledger(voters)));
    }

    private void start(SimulatedCluster cluster, String... names) {
        for (String name : names)
            cluster.start(name)
                    .pubSub()
                    .subscribe(
                            "effects",
                            (topic, effect) -> world.happened(name, (Ledger.Effect) effect));
    }

    private static EntityRef<Ledger, Ledger.State> ledger(
            SimulatedCluster cluster, String node, String name) {
        return cluster.node(node).get(Ledger.class, name);
    }

    private static <T> T get(SimulatedCluster cluster, CompletableFuture<T> future) {
        assertTrue(cluster.runUntil(future::isDone, LONG), "no answer");
        return future.join();
    }

    @Test
    void aMajorityGoesOnWithAllThatWasAnsweredAndTheRestIsUnavailable() {
        SimulatedCluster cluster = cluster(3);
        start(cluster, "a", "b", "c");
        cluster.run(Duration.ofSeconds(5));
        for (int i = 0; i < LEDGERS; i++)
            assertEquals(1, get(cluster, ledger(cluster, "a", "l" + i).ask(Ledger::write, "one")));
        cluster.network.split(Set.of("a"), Set.of("b", "c"));
        cluster.run(Duration.ofSeconds(10));
        for (int i = 0; i < LEDGERS; i++)
            assertEquals(2, get(cluster, ledger(cluster, "b", "l" + i).ask(Ledger::write, "two")));
        CompletableFuture<Integer> alone = ledger(cluster, "a", "l1").ask(Ledger::write, "never");
        CompletionException none =
                assertThrows(CompletionException.class, () -> get(cluster, alone));
        assertTrue(none.getCause() instanceof EntityUnavailable, none.toString());
        cluster.network.heal();
        cluster.run(Duration.ofSeconds(10));
        for (int i = 0; i < LEDGERS; i++)
            assertEquals(
                    List.of("one", "two"),
                    get(cluster, ledger(cluster, "a", "l" + i).fetch()).value().lines());
        assertEquals(List.of(), world.wrong);
    }

    @Test
    void twoHalvesAreBothUnavailable() {
        SimulatedCluster cluster = cluster(4);
        start(cluster, "a", "b", "c", "d");
        cluster.run(Duration.ofSeconds(5));
        get(cluster, ledger(cluster, "a", "one").ask(Ledger::write, "x"));
        cluster.network.split(Set.of("a", "b"), Set.of("c", "d"));
        cluster.run(Duration.ofSeconds(10));
        for (String node : List.of("a", "c")) {
            CompletableFuture<Integer> answer =
                    ledger(cluster, node, "one").ask(Ledger::write, "never");
            assertThrows(CompletionException.class, () -> get(cluster, answer));
        }
        cluster.network.heal();
        cluster.run(Duration.ofSeconds(10));
        assertEquals(2, get(cluster, ledger(cluster, "d", "one").ask(Ledger::write, "y")));
    }

    @Test
    void moreNodesThanVotersServeNothing() {
        SimulatedCluster cluster = cluster(2);
        start(cluster, "a", "b", "c");
        cluster.run(Duration.ofSeconds(5));
        CompletableFuture<Integer> answer = ledger(cluster, "a", "one").ask(Ledger::write, "x");
        CompletionException none =
                assertThrows(CompletionException.class, () -> get(cluster, answer));
        assertTrue(none.getMessage().contains("majority(2) is declared"), none.getMessage());
    }

    @Test
    void nodesThatDeclareDifferentNumbersServeNothingTogether() {
        SimulatedCluster cluster =
                new SimulatedCluster(
                        seed,
                        Rules.STRICT,
                        (all, name) -> List.of(new Ledger(name.equals("c") ? 5 : 3)));
        start(cluster, "a", "b", "c");
        cluster.run(Duration.ofSeconds(5));
        CompletableFuture<Integer> answer = ledger(cluster, "a", "one").ask(Ledger::write, "x");
        CompletionException none =
                assertThrows(CompletionException.class, () -> get(cluster, answer));
        assertTrue(none.getMessage().contains("others another number"), none.getMessage());
        cluster.crash("c");
        cluster.run(Duration.ofSeconds(5));
        assertEquals(1, get(cluster, ledger(cluster, "a", "one").ask(Ledger::write, "y")));
    }

    @Test
    void anOwnerThatWasPausedWithAnswersOnTheirWayDoesNothingLate() {
        SimulatedCluster cluster = cluster(3);
        start(cluster, "a", "b", "c");
        cluster.run(Duration.ofSeconds(5));
        for (int round = 0; round < 6; round++) {
            List<CompletableFuture<Integer>> before = new ArrayList<>();
            for (int i = 0; i < LEDGERS; i++)
                before.add(ledger(cluster, "a", "l" + i).ask(Ledger::write, "before " + round));
            cluster.run(Duration.ofNanos(500_000L * (round + 1)));
            cluster.network.pause("a");
            cluster.run(Duration.ofSeconds(12));
            for (int i = 0; i < LEDGERS; i++)
                get(cluster, ledger(cluster, "b", "l" + i).ask(Ledger::write, "while " + round));
            cluster.run(Duration.ofSeconds(3));
            cluster.network.resume("a");
            cluster.run(Duration.ofSeconds(15));
            for (int i = 0; i < LEDGERS; i++)
                get(cluster, ledger(cluster, "a", "l" + i).ask(Ledger::write, "after " + round));
        }
        assertTrue(world.takeovers >= 6, world.takeovers + " takeovers");
        assertEquals(List.of(), world.wrong);
    }

    @Test
    void noEffectOfAnEpochFollowsTheFirstOfTheNextAndNoAnswerIsLost() {
        Random seeds = new Random(seed);
        LongStream all =
                Long.getLong("livelet.seed") != null
                        ? LongStream.of(seed)
                        : LongStream.concat(
                                LongStream.of(FORMER),
                                LongStream.generate(seeds::nextLong).limit(HISTORIES));
        all.forEach(each -> holds(new LedgerHistory(each, Rules.STRICT), each));
    }

    @Test
    void norWhenNodesStartAgainWithNothingAndTheNextFaultComesAtOnce() {
        Random seeds = new Random(seed);
        seeds.longs(HISTORIES)
                .forEach(each -> holds(new LedgerHistory(each, Rules.STRICT, true), each));
    }

    private static void holds(LedgerHistory history, long seed) {
        history.run();
        System.out.println("MajorityTest: seed " + seed + ": " + history);
        assertEquals(List.of(), history.world.wrong, "seed " + seed);
        assertTrue(history.world.takeovers > 0, "nothing was tried");
    }

    @Test
    void aVoterThatStartsAgainDoesNotVoteAwayWhatItHasForgotten() {
        SimulatedCluster cluster = cluster(3);
        start(cluster, "a", "b", "c");
        cluster.run(Duration.ofSeconds(5));
        get(cluster, ledger(cluster, "a", "one").ask(Ledger::write, "first"));
        Assignment known =
                Objects.requireNonNull(
                        cluster.node("a").inside().assignment(ledger(cluster, "a", "one").id()));
        String owner = known.owner().name();
        String backup = known.backups().getFirst().name();
        String other = "abc".replace(owner, "").replace(backup, "");
        cluster.network.split(Set.of(owner), Set.of(backup, other));
        cluster.crash(backup);
        start(cluster, backup);
        cluster.run(Duration.ofSeconds(25));
        CompletableFuture<Integer> nothing =
                ledger(cluster, other, "one").ask(Ledger::write, "into nothing");
        CompletionException none =
                assertThrows(CompletionException.class, () -> get(cluster, nothing));
        assertTrue(none.getCause() instanceof EntityUnavailable, none.toString());
        cluster.network.heal();
        cluster.run(Duration.ofSeconds(10));
        assertEquals(2, get(cluster, ledger(cluster, other, "one").ask(Ledger::write, "second")));
        // The other two are enough again, now that what it had is with it.
        cluster.run(Duration.ofSeconds(3));
        cluster.crash(owner);
        cluster.run(Duration.ofSeconds(8));
        assertEquals(3, get(cluster, ledger(cluster, other, "one").ask(Ledger::write, "third")));
        assertEquals(List.of(), world.wrong);
    }

    @Test
    void epochsGoOnRisingWhenAllNodesHaveBeenStoppedAndStarted() {
        SimulatedCluster cluster = cluster(3);
        for (int life = 0; life < 3; life++) {
            start(cluster, "a", "b", "c");
            cluster.run(Duration.ofSeconds(5));
            for (int i = 0; i < LEDGERS; i++)
                assertEquals(
                        1, get(cluster, ledger(cluster, "a", "l" + i).ask(Ledger::write, "x")));
            for (String node : List.of("a", "b", "c")) cluster.crash(node);
            cluster.run(Duration.ofSeconds(1));
        }
        assertEquals(2 * LEDGERS, world.takeovers, "the world sees them begin anew, and higher");
        assertEquals(List.of(), world.wrong);
    }

    @Test
    void twoOfThreeThatKnowNothingBeginAfterAWhile() {
        SimulatedCluster cluster = cluster(3);
        start(cluster, "a", "b");
        cluster.run(Memory.FOUNDING.plusSeconds(2));
        assertEquals(1, get(cluster, ledger(cluster, "a", "one").ask(Ledger::write, "x")));
        start(cluster, "c");
        cluster.run(Duration.ofSeconds(6));
        cluster.crash("a");
        cluster.run(Duration.ofSeconds(6));
        assertEquals(2, get(cluster, ledger(cluster, "b", "one").ask(Ledger::write, "y")));
    }

    @Test
    void withoutTheLeasesTheWorldSeesIt() {
        Rules lax =
                new Rules() {
                    @Override
                    boolean checksLeases() {
                        return false;
                    }
                };
        assertSeen(lax, "after an effect of the epoch");
    }

    @Test
    void withoutBackupsTheWorldSeesIt() {
        Rules lax =
                new Rules() {
                    @Override
                    boolean awaitsBackups() {
                        return false;
                    }
                };
        assertSeen(lax, "was answered and is lost");
    }

    @Test
    void withVotesOfThoseWhoHaveForgottenTheWorldSeesIt() {
        Rules lax =
                new Rules() {
                    @Override
                    boolean mindsRestarts() {
                        return false;
                    }
                };
        assertSeen(lax, "was answered and is lost");
    }

    private static void assertSeen(Rules lax, String wrong) {
        for (int seed = 1; seed <= 30; seed++) {
            LedgerHistory history = new LedgerHistory(seed, lax, !lax.mindsRestarts());
            history.run();
            if (history.world.wrong.stream().anyMatch(each -> each.contains(wrong))) return;
        }
        fail("the rule is not missed: either it is of no use, or the test sees nothing");
    }
}
