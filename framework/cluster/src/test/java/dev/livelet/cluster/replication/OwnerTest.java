package dev.livelet.cluster.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.cluster.replication.Cluster.Held;
import dev.livelet.spi.Replication.Claimed;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** What an owner's commits wait for, and where its copies go. */
final class OwnerTest {
    @Test
    void anAsynchronousCommitIsReleasedAtOnceAndASynchronousOneWhenTheBackupHasIt() {
        Cluster cluster = Cluster.of(3);
        Held async = cluster.own("n0", "a", false);
        Held sync = cluster.own("n0", "s", true);
        assertEquals(List.of(), async.released, "nobody else has heard of it yet");
        assertEquals(List.of(), sync.released);
        cluster.run(50);
        async.commit(1);
        assertEquals(List.of(1, 2), async.released);

        sync.commit(4);
        assertEquals(List.of(1), sync.released);
        cluster.run(50);

        assertEquals(List.of(1, 2, 3, 4, 5), sync.released);
        assertEquals(0, cluster.at("n0").underReplicated());
    }

    @Test
    void aSecondCommitOfTheSameCopyWaitsOnlyIfTheFirstDoes() {
        Cluster cluster = Cluster.of(3);
        Held sync = cluster.own("n0", "s", true);
        dev.livelet.spi.SessionCopy copy = Cluster.copy(1, Board.EMPTY, 2);
        sync.ownership.commit(copy, () -> sync.released.add(2));
        sync.ownership.commit(copy, () -> sync.released.add(3));
        assertEquals(List.of(), sync.released);
        cluster.run(50);
        assertEquals(List.of(1, 2, 3), sync.released);

        sync.ownership.commit(copy, () -> sync.released.add(4));

        assertEquals(List.of(1, 2, 3, 4), sync.released);
    }

    @Test
    void durableIsToldSeldomButSoon() {
        Cluster cluster = Cluster.of(3);
        Held held = cluster.own("n0", "a", false);
        cluster.run(1_000);
        held.durable.clear();
        for (int i = 0; i < 100; i++) {
            held.commit(1);
            cluster.run(10);
        }
        int told = held.durable.size();
        assertTrue(told >= 4 && told <= 12, () -> "told " + held.durable);
        cluster.run(1_000);
        assertEquals(101, held.durable.getLast());
    }

    @Test
    void aThousandEventsInASecondTakeFewFramesAndWords() {
        Cluster cluster = Cluster.of(2);
        List<Held> held =
                IntStream.range(0, 200).mapToObj(i -> cluster.own("n0", "a" + i, false)).toList();
        cluster.run(1_000);
        int copies = cluster.link("n0").framesSent();
        int words = cluster.link("n1").framesSent();
        for (int i = 0; i < 1_000; i++) {
            held.get(i % 200).commit(1);
            cluster.run(1);
        }
        cluster.run(1_000);
        int copiesNow = cluster.link("n0").framesSent() - copies;
        int wordsNow = cluster.link("n1").framesSent() - words;
        assertTrue(copiesNow <= 35, () -> copiesNow + " frames of copies");
        assertTrue(wordsNow <= 12, () -> wordsNow + " frames of words");
        held.forEach(h -> assertEquals(6, h.durable.getLast()));
    }

    @Test
    void aPageThatIsAboutToBeToldSomethingNeedsNoWordOfItsOwn() {
        Cluster cluster = Cluster.of(2);
        Held held = cluster.own("n0", "a", false);
        cluster.run(1_500);
        held.durable.clear();
        int told = 0;
        for (int i = 0; i < 20; i++) {
            held.commit(1);
            cluster.run(100);
            told = Math.max(told, held.ownership.durable());
        }
        assertTrue(told > 10, "along: " + told);
        assertEquals(List.of(), held.durable);
        cluster.run(1_000);
        assertEquals(List.of(21), held.durable, "the rest, when no turn comes");
    }

    @Test
    void aLateBackupIsReplacedAfterHalfASecond() {
        Cluster cluster = Cluster.of(3);
        Held sync = cluster.own("n0", "s", true);
        cluster.run(100);
        String backup = cluster.keeper("s");
        cluster.network.pause(backup);

        sync.commit(1);
        cluster.run(400);
        assertEquals(List.of(1), sync.released);
        cluster.run(350);
        assertEquals(List.of(1, 2), sync.released);
        assertEquals(cluster.other("n0", backup), keeperBut(cluster, backup));
        assertTrue(sync.wheres.getLast().contains(cluster.other("n0", backup)));

        cluster.network.resume(backup);
        cluster.run(8_000);
        assertFalse(cluster.at(backup).keeps("s"));
    }

    @Test
    void lagIsHowLongTheMembersHaveBeenBehind() {
        Cluster cluster = Cluster.of(3);
        Held held = cluster.own("n0", "a", false);
        cluster.run(100);
        assertEquals(Duration.ZERO, cluster.at("n0").lag());
        cluster.network.pause(cluster.keeper("a"));

        held.commit(1);
        cluster.run(200);
        held.commit(1);
        cluster.run(100);
        assertEquals(Duration.ofMillis(300), cluster.at("n0").lag());

        cluster.run(4_000);
        assertEquals(Duration.ZERO, cluster.at("n0").lag());
    }

    private static String keeperBut(Cluster cluster, String not) {
        return List.of("n0", "n1", "n2").stream()
                .filter(n -> !n.equals(not) && cluster.at(n).keeps("s"))
                .findFirst()
                .orElse("nobody");
    }

    @Test
    void withoutAnyPeerASynchronousSessionIsDegradedAndWholeAgainWhenOneComes() {
        Cluster cluster = Cluster.of(1);
        Held sync = cluster.own("n0", "s", true);
        sync.commit(2);
        assertEquals(List.of(1, 2, 3), sync.released);
        assertEquals(1, cluster.count("n0", Count.DEGRADED));
        assertEquals(1, cluster.at("n0").underReplicated());

        cluster.start("n1");
        cluster.run(4_000);

        assertTrue(cluster.at("n1").keeps("s"));
        assertEquals(0, cluster.at("n0").underReplicated());
    }

    @Test
    void orItStopsUntilOneComes() {
        Cluster cluster =
                Cluster.of(1, ReplicationSettings.DEFAULT.alone(ReplicationSettings.Alone.STOP));
        Held sync = cluster.own("n0", "s", true);
        cluster.run(1_000);
        assertEquals(List.of(), sync.released);

        cluster.start("n1");
        cluster.run(4_000);

        assertEquals(List.of(1), sync.released);
    }

    @Test
    void aCommitAfterAClaimIsRefusedAndThePromiseHoldsTheLastOneBefore() {
        Cluster cluster = Cluster.of(3);
        Held held = cluster.own("n0", "a", false);
        cluster.run(100);
        held.commit(6);

        Claimed claimed = claim(cluster, "n1", "a", 2, 7, held.where());

        assertEquals(7, ((Claimed.Adopted) claimed).copy().sent());
        assertFalse(held.commit(1));
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7), held.released);
        assertTrue(held.fenced);
        assertEquals(1, cluster.count("n0", Count.COMMITS_FENCED));
    }

    @Test
    void whatAnOwnerDoesAfterAPauseLeavesOnlyWhenNobodyHasClaimedTheSession() {
        for (boolean claimed : new boolean[] {false, true}) {
            Cluster cluster = Cluster.of(3);
            Held held = cluster.own("n0", "a", false);
            cluster.run(100);
            cluster.network.pause("n0");
            cluster.run(3_000);
            if (claimed) {
                claim(cluster, cluster.other("n0", cluster.keeper("a")), "a", 2, 1, held.where());
            }
            cluster.network.resume("n0");

            assertTrue(held.commit(1), "not known to be elsewhere");
            assertEquals(List.of(1), held.released);
            cluster.run(1_000);

            assertEquals(claimed ? List.of(1) : List.of(1, 2), held.released);
            assertEquals(claimed, held.fenced);
            assertEquals(1, cluster.count("n0", Count.PAUSES));
        }
    }

    @Test
    void aPageThatJoinsAgainWhereItsNodeStoodStillIsNotTakenForOneThatWentElsewhere() {
        for (long seed = 1; seed <= 60; seed++) {
            Cluster cluster = new Cluster(seed, ReplicationSettings.DEFAULT);
            List.of("n0", "n1", "n2").forEach(cluster::start);
            cluster.run(1_000);
            Held held = cluster.own("n0", "a", false);
            cluster.run(100);
            cluster.network.pause("n0");
            cluster.run(3_000);
            cluster.network.resume("n0");
            long asked = seed;
            cluster.network
                    .clock()
                    .runUntil(() -> cluster.count("n0", Count.PAUSES) > 0, Duration.ofSeconds(1));
            held.ownership.commit(
                    Cluster.copy(2, Board.EMPTY.with(2, 2), 2), () -> held.released.add(2));
            cluster.run(2_000);

            assertFalse(held.fenced, () -> "seed " + asked);
            assertEquals(List.of(1, 2), held.released, () -> "seed " + asked);
        }
    }

    @Test
    void aLargeCopyTravelsInPieces() {
        Cluster cluster = new Cluster(1, ReplicationSettings.DEFAULT);
        cluster.network.frameSize(4_096);
        cluster.start("n0");
        cluster.start("n1");
        cluster.run(1_000);
        Held large = cluster.own("n0", "large", true);
        Held small = cluster.own("n0", "small", true);
        large.commit(new Board("1:1;".repeat(100_000), 1, ""));
        small.commit(1);
        cluster.run(2_000);
        assertEquals(List.of(1, 2), large.released);
        assertEquals(List.of(1, 2), small.released);

        cluster.network.crash("n0");
        Claimed.Adopted adopted =
                (Claimed.Adopted) claim(cluster, "n1", "large", 2, 2, large.where());
        assertEquals(400_000, ((Board) adopted.copy().state()).log().length());
    }

    @Test
    void aSessionThatEndedLeavesNothing() {
        Cluster cluster = Cluster.of(3);
        Held held = cluster.own("n0", "a", false);
        cluster.run(100);
        held.ownership.end();
        cluster.run(100);

        assertEquals("nobody", cluster.keeper("a"));
        assertFalse(held.fenced);
        assertEquals(new Claimed.None(), claim(cluster, "n1", "a", 2, 1, held.where()));
    }

    @Test
    void aLeavingNodeHandsAllItsSessionsOver() {
        Cluster cluster = Cluster.of(4);
        List<Held> held =
                IntStream.range(0, 500)
                        .mapToObj(i -> cluster.own("n0", "a" + i, i % 2 == 0))
                        .toList();
        cluster.run(2_000);
        cluster.link("n1").leave();
        cluster.link("n0").leave();
        var left = cluster.at("n0").handingOver(Duration.ofSeconds(20));
        held.forEach(h -> h.commit(1));
        cluster.run(20_000);

        assertEquals(0, left.join());
        for (int i = 0; i < 500; i++) {
            assertNotEquals("n1", cluster.keeper("a" + i));
        }
        assertEquals(500, cluster.count("n0", Count.HANDED_OVER));
    }

    @Test
    void whereAllAreLeavingNobodyWaits() {
        Cluster cluster = Cluster.of(2);
        cluster.own("n0", "a", false);
        cluster.run(1_000);
        cluster.link("n1").leave();
        cluster.link("n0").leave();
        cluster.run(50);
        var left = cluster.at("n0").handingOver(Duration.ofSeconds(20));
        cluster.run(300);

        assertEquals(1, left.join());
    }

    @Test
    void newBackupsAreFilledAtALimitedRate() {
        ReplicationSettings slow =
                new ReplicationSettings(
                        1, ReplicationSettings.Alone.DEGRADED, Duration.ofMinutes(2), 1_000_000);
        Cluster cluster = Cluster.of(2, slow);
        for (int i = 0; i < 400; i++) {
            cluster.own("n0", "a" + i, false).commit(new Board("1:1;".repeat(2_500), 1, ""));
        }
        cluster.run(2_000);
        cluster.network.crash("n1");
        cluster.start("n2");
        cluster.run(4_000);
        int open = cluster.at("n0").underReplicated();
        assertTrue(open > 100 && open < 400, () -> "after a second or two: " + open);
        cluster.run(6_000);
        assertEquals(0, cluster.at("n0").underReplicated());
    }

    private static Claimed claim(
            Cluster cluster, String node, String session, int attempt, int seen, String where) {
        var claimed = cluster.claim(node, session, attempt, seen, where);
        cluster.run(11_000);
        return claimed.join();
    }
}
