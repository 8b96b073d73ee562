package dev.livelet.cluster.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.cluster.link.Channel;
import dev.livelet.cluster.link.NodeId;
import dev.livelet.cluster.replication.Cluster.Held;
import dev.livelet.spi.Replication;
import dev.livelet.spi.Replication.Claimed;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A page comes to a node that does not run its session. */
final class ClaimTest {
    @Test
    void aPendingPageIsTakenFromTheNodeThatServedIt() {
        Cluster cluster = Cluster.of(4);
        Held mounted = new Held(cluster.at("n3"), "p", true);
        mounted.ownership.commit(Cluster.copy(0, Board.EMPTY, 0), () -> mounted.released.add(0));
        assertEquals(List.of(0), mounted.released, "nothing is replicated before the socket");

        var claimed = cluster.claim("n0", "p", 1, 0, mounted.where());
        cluster.run(50);

        assertInstanceOf(Claimed.Adopted.class, claimed.join());
        assertTrue(mounted.fenced);
    }

    @Test
    void ifThatNodeIsGoneThePageStartsAfreshSoon() {
        Cluster cluster = Cluster.of(4);
        Held mounted = new Held(cluster.at("n3"), "p", true);
        mounted.ownership.commit(Cluster.copy(0, Board.EMPTY, 0), () -> {});
        String where = mounted.where();
        cluster.network.pause("n3");

        var claimed = cluster.claim("n0", "p", 1, 0, where);
        cluster.run(320);

        assertEquals(new Claimed.None(), claimed.join());
    }

    @Test
    void aNodeClaimsTheSessionThatItIsTheBackupOf() {
        for (boolean sync : new boolean[] {false, true}) {
            Cluster cluster = Cluster.of(4);
            Held held = cluster.own("n0", "a", sync);
            held.commit(4);
            cluster.run(100);
            String backup = cluster.keeper("a");
            cluster.network.crash("n0");

            var claimed = cluster.claim(backup, "a", 2, 5, held.where());
            cluster.run(sync ? 1_000 : 200);

            assertEquals(5, ((Claimed.Adopted) claimed.join()).copy().sent());
            cluster.run(1_000);
            assertFalse(cluster.at(backup).keeps("a"));
            assertTrue(!cluster.keeper("a").equals("nobody"), "there is a new copy");
        }
    }

    /** A busy node's answer comes after the wait: the claim is not begun anew for that. */
    @Test
    void anAnswerThatComesLateCountsAsSoonAsItIsThere() {
        for (boolean sync : new boolean[] {false, true}) {
            Cluster cluster = Cluster.of(3);
            Held held = cluster.own("n0", "a", sync);
            held.commit(4);
            cluster.run(100);
            String claimant = cluster.other("n0", cluster.keeper("a"));
            cluster.network.latency(Duration.ofMillis(200), Duration.ofMillis(200));

            var claimed = cluster.claim(claimant, "a", 2, 5, held.where());
            cluster.run(sync ? 820 : 420);

            assertEquals(5, ((Claimed.Adopted) claimed.join()).copy().sent());
            assertEquals(1, cluster.count(claimant, Count.CLAIMS_ASKED_AGAIN));
        }
    }

    /** A view that says so comes half a second later, and its word on a copy never. */
    @Test
    void aNodeThatRefusesIsNoMemberEvenIfAllNodesStillSeeIt() {
        Cluster cluster = Cluster.of(2);
        Held held = cluster.own("n0", "a", true);
        held.commit(4);
        cluster.run(100);
        cluster.network.crash("n0");

        var claimed = cluster.claim("n1", "a", 2, 5, held.where());
        cluster.run(50);

        assertEquals(5, ((Claimed.Adopted) claimed.join()).copy().sent());
        assertEquals(1, cluster.count("n1", Count.DEGRADED));
    }

    /** As after it stood still: the others are well, and come back into its view. */
    @Test
    void aNodeThatSeesNobodyDoesNotTakeForLostWhatOthersMayHave() {
        Cluster cluster = Cluster.of(4);
        Held held = cluster.own("n0", "a", false);
        held.commit(4);
        cluster.run(100);
        String claimant = cluster.other("n0", cluster.keeper("a"));
        cluster.network.split(
                Set.of(claimant), Set.of("n0", cluster.keeper("a"), fourth(cluster, claimant)));
        cluster.run(10_000);
        assertEquals(1, cluster.link(claimant).view().members().size());

        var claimed = cluster.claim(claimant, "a", 2, 5, held.where());
        cluster.run(4_000);
        assertFalse(claimed.isDone());
        cluster.network.heal();
        cluster.run(5_000);

        assertEquals(5, ((Claimed.Adopted) claimed.join()).copy().sent());
    }

    private static String fourth(Cluster cluster, String claimant) {
        return cluster.other("n0", cluster.keeper("a"), claimant);
    }

    @Test
    void whereAllThatMayHaveItRefuseThePageStartsAfreshAtOnce() {
        Cluster cluster = Cluster.of(3);
        Held held = cluster.own("n0", "a", false);
        held.commit(4);
        cluster.run(100);
        String keeper = cluster.keeper("a");
        String claimant = cluster.other("n0", keeper);
        cluster.network.crash("n0");
        cluster.network.crash(keeper);

        var claimed = cluster.claim(claimant, "a", 2, 5, held.where());
        cluster.run(1_500);

        assertEquals(new Claimed.None(), claimed.join());
    }

    /** Others had the session before the claim, so an asynchronous page need not wait for it. */
    @Test
    void whatFollowsAClaimIsShownBeforeTheNewBackupHasIt() {
        for (boolean sync : new boolean[] {false, true}) {
            Cluster cluster = Cluster.of(3);
            Held held = cluster.own("n0", "a", sync);
            cluster.run(100);
            String backup = cluster.keeper("a");
            cluster.network.crash("n0");
            var claimed = cluster.claim(backup, "a", 2, 1, held.where());
            cluster.run(50);
            cluster.network.pause(cluster.other("n0", backup));
            Claimed.Adopted adopted = (Claimed.Adopted) claimed.join();

            Held next = new Held(cluster.at(backup), "a", sync, 2, adopted.copy());
            next.commit(1);

            assertEquals(sync ? List.of() : List.of(2), next.released);
        }
    }

    /** Reads copies when it is told to, as when values that they refer to are waited for. */
    private static final class WaitingCodec extends Board.Codec {
        CompletableFuture<Void> told = CompletableFuture.completedFuture(null);

        @Override
        public CompletableFuture<Decoded> decoding(
                Class<?> type,
                byte[] head,
                List<Encoded.Version> window,
                Encoded.State state,
                boolean behind) {
            return told.thenApply(now -> decode(type, head, window, state));
        }
    }

    /** Nobody is known to have it: no reason to send the page away for good. */
    @Test
    void aClaimThatOutlivesItsNodesPromiseSupersedesNobody() {
        for (boolean sync : new boolean[] {false, true}) {
            Cluster cluster = new Cluster(1, ReplicationSettings.DEFAULT);
            WaitingCodec codec = new WaitingCodec();
            for (int i = 0; i < 3; i++) {
                cluster.start("n" + i, codec);
            }
            cluster.run(1_000);
            Held held = cluster.own("n0", "a", sync);
            held.commit(4);
            cluster.run(100);
            String claimant = cluster.other("n0", cluster.keeper("a"));
            codec.told = new CompletableFuture<>();
            var claimed = cluster.claim(claimant, "a", 2, 5, held.where());
            cluster.run(80_000);
            assertFalse(claimed.isDone());
            codec.told.complete(null);

            assertEquals(new Claimed.Interrupted(), claimed.join());
            var again = cluster.claim(claimant, "a", 3, 5, held.where());
            cluster.run(1_000);
            assertEquals(5, ((Claimed.Adopted) again.join()).copy().sent());
        }
    }

    @Test
    void anOlderAttemptIsSuperseded() {
        Cluster cluster = Cluster.of(3);
        Held held = cluster.own("n0", "a", false);
        cluster.run(100);
        var second = cluster.claim("n1", "a", 3, 1, held.where());
        cluster.run(100);
        assertInstanceOf(Claimed.Adopted.class, second.join());

        for (String node : List.of("n0", "n1", "n2")) {
            var first = cluster.claim(node, "a", 2, 1, held.where());
            cluster.run(100);
            assertEquals(new Claimed.Superseded(), first.join());
        }
    }

    @Test
    void ofTwoClaimsOfOneAttemptOneAdopts() {
        for (long seed = 1; seed <= 30; seed++) {
            Cluster cluster = new Cluster(seed, ReplicationSettings.DEFAULT);
            for (int i = 0; i < 5; i++) {
                cluster.start("n" + i);
            }
            cluster.run(1_000);
            Held held = cluster.own("n0", "a", seed % 2 == 0);
            cluster.run(100);
            List<CompletableFuture<Claimed>> both = new ArrayList<>();
            both.add(cluster.claim("n1", "a", 2, 1, held.where()));
            both.add(cluster.claim("n2", "a", 2, 1, held.where()));
            both.add(cluster.claim("n2", "a", 2, 1, held.where()));
            cluster.run(1_000);
            List<Held> owners = new ArrayList<>();
            for (int i = 0; i < both.size(); i++) {
                if (both.get(i).join() instanceof Claimed.Adopted(var copy)) {
                    String node = i == 0 ? "n1" : "n2";
                    owners.add(new Held(cluster.at(node), "a", seed % 2 == 0, 2, copy));
                }
            }
            owners.forEach(o -> o.commit(1));
            cluster.run(1_000);

            assertEquals(1, owners.stream().filter(o -> !o.fenced).count(), "seed " + seed);
        }
    }

    /** The page has seen more than any copy that is left has. */
    @Test
    void aSynchronousPageIsToldThatItsStateIsLostRatherThanShownAnOlderOne() {
        for (boolean sync : new boolean[] {true, false}) {
            Cluster cluster = Cluster.of(4);
            Held held = cluster.own("n0", "a", sync);
            cluster.run(100);
            String first = cluster.keeper("a");
            Set<String> rest = Set.of("n0", cluster.other("n0", first));
            cluster.network.split(Set.of(first), rest);
            cluster.network.split(Set.of(first), Set.of("n0", "n1", "n2", "n3"));
            held.commit(4);
            cluster.run(3_000);
            assertEquals(5, held.released.size());
            String where = held.where();
            String second =
                    List.of("n1", "n2", "n3").stream()
                            .filter(n -> !n.equals(first) && cluster.at(n).keeps("a"))
                            .findFirst()
                            .orElseThrow();
            cluster.network.crash("n0");
            cluster.network.crash(second);
            cluster.network.heal();
            cluster.run(1_000);

            String claimant = cluster.other("n0", first, second);
            var claimed = cluster.claim(claimant, "a", 2, 5, where);
            cluster.run(9_000);
            assertEquals(!sync, claimed.isDone());
            cluster.run(2_000);

            if (sync) {
                assertEquals(new Claimed.Lost(), claimed.join());
            } else {
                assertEquals(1, ((Claimed.Adopted) claimed.join()).copy().sent());
            }
            assertEquals(sync ? 0 : 1, cluster.count(claimant, Count.CLAIMS_OLDER));
        }
    }

    @Test
    void aCopyThatDoesNotFitTheViewsTypeIsAFreshStart() {
        Cluster cluster = Cluster.of(3);
        Held held = cluster.own("n0", "a", false);
        cluster.run(100);
        var claimed =
                cluster.at("n1")
                        .claiming(new Replication.Claim("a", 2, 1, 0, held.where(), Integer.class));
        cluster.run(1_000);

        assertEquals(new Claimed.None(), claimed.join());
        assertEquals(1, cluster.count("n1", Count.UNDECODABLE));
    }

    @Test
    void aThousandPagesOfALostNodeAreTakenOverInFiveSeconds() {
        Cluster cluster = Cluster.of(3);
        List<Held> held = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            held.add(cluster.own("n0", "a" + i, i % 2 == 0));
        }
        cluster.run(2_000);
        cluster.network.crash("n0");
        long start = cluster.network.clock().nanos();
        List<CompletableFuture<Claimed>> claims = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            claims.add(cluster.claim("n1", "a" + i, 2, 1, held.get(i).where()));
        }
        assertTrue(
                cluster.network
                        .clock()
                        .runUntil(
                                () -> claims.stream().allMatch(CompletableFuture::isDone),
                                Duration.ofSeconds(5)),
                "200 a second");
        System.out.println(
                "1000 takeovers in "
                        + (cluster.network.clock().nanos() - start) / 1_000_000
                        + " ms");
        claims.forEach(c -> assertInstanceOf(Claimed.Adopted.class, c.join()));
        assertTrue(cluster.count("n1", Count.CLAIMS_PACED) > 0);
    }

    @Test
    void bytesThatAreNoneOfOursAreCountedAndDoNothing() {
        Cluster cluster = Cluster.of(2);
        Held held = cluster.own("n0", "a", true);
        cluster.run(100);
        Random random = new Random(7);
        List<byte[]> sent = new ArrayList<>();
        cluster.link("n1")
                .source(Channel.REPLICATION, peer -> sent.isEmpty() ? null : sent.removeLast());
        NodeId n0 = cluster.link("n0").self();
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] = (byte) (random.nextInt(34));
            }
            cluster.link("n1").signal(n0, Channel.CLAIM, bytes);
            cluster.link("n1").ask(n0, Channel.CLAIM, bytes, Duration.ofMillis(10));
            sent.add(new Out().tag(PeerQueue.ALL).number(0).bytes(bytes).toBytes());
        }
        cluster.link("n1").wake(n0, Channel.REPLICATION);
        cluster.run(1_000);

        assertTrue(cluster.count("n0", Count.MALFORMED) > 2_000);
        assertFalse(held.fenced);
    }
}
