package dev.livelet.cluster.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.cluster.replication.Cluster.Held;
import dev.livelet.spi.Replication.Claimed;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Nodes that leave in good order, one after the other: what they hold is held by others then. */
final class RestartTest {
    private static final int MORE = Boolean.getBoolean("long") ? 20 : 1;

    @Test
    void aSessionWhosePageSleepsOutlivesAllNodesThatHadIt() {
        Cluster cluster = Cluster.of(3);
        Held sync = cluster.own("n0", "s", true);
        Held async = cluster.own("n0", "a", false);
        cluster.run(100);
        sync.commit(3);
        async.commit(3);
        cluster.run(100);

        for (String name : List.of("n0", "n1", "n2")) {
            leave(cluster, name);
            cluster.start(name);
            cluster.run(200);
        }

        assertEquals(4, claimed(cluster, "n1", "s", sync));
        assertEquals(4, claimed(cluster, "n2", "a", async));
        assertEquals(0, cluster.count("n1", Count.CLAIMS_LOST));
    }

    @Test
    void itsCopiesAreAsManyAsTheyShouldBe() {
        Cluster cluster = Cluster.of(5, ReplicationSettings.DEFAULT.copies(2));
        Held held = cluster.own("n0", "s", true);
        cluster.run(100);
        leave(cluster, "n0");
        leave(cluster, cluster.keeper("s"));

        assertEquals(
                2,
                IntStream.range(0, 5)
                        .filter(i -> cluster.link("n" + i).isAlive())
                        .filter(i -> cluster.at("n" + i).keeps("s"))
                        .count());
        leave(cluster, cluster.keeper("s"));
        assertEquals(1, claimed(cluster, cluster.keeper("s"), "s", held));
    }

    @Test
    void aClaimThatCameToNothingDoesNotKeepACopyFromBeingGivenAway() {
        Cluster cluster = Cluster.of(3);
        Held held = cluster.own("n0", "s", true);
        cluster.run(100);
        leave(cluster, "n0");
        String keeper = cluster.keeper("s");
        String other = cluster.other("n0", keeper);
        // its node dies before it has the copy; all others have promised
        cluster.start("n0");
        cluster.run(200);
        cluster.claim("n0", "s", 2, 1, held.where());
        cluster.run(1);
        cluster.network.crash("n0");
        cluster.run(2_000);
        leave(cluster, keeper);

        assertTrue(cluster.at(other).keeps("s"));
        var claimed = cluster.claim(other, "s", 3, 1, held.where());
        cluster.run(11_000);
        assertInstanceOf(Claimed.Adopted.class, claimed.join());
    }

    @Test
    void anHeirThatDoesNotAnswerIsReplaced() {
        Cluster cluster = Cluster.of(4);
        Held held = cluster.own("n0", "s", true);
        cluster.run(100);
        leave(cluster, "n0");
        String keeper = cluster.keeper("s");
        String heir =
                List.of("n1", "n2", "n3").stream()
                        .filter(n -> !n.equals(keeper))
                        .findFirst()
                        .orElseThrow();
        cluster.network.pause(heir);
        leave(cluster, keeper);
        cluster.network.crash(heir);
        cluster.run(2_000);

        assertEquals(1, claimed(cluster, cluster.keeper("s"), "s", held));
    }

    @Test
    void rollingRestartsLoseNothingAlsoForPagesThatSleep() {
        for (long seed = 1; seed <= 4 * MORE; seed++) {
            World world = world(seed, ReplicationSettings.DEFAULT, 4);
            for (int round = 0; round < 3; round++) {
                List<SimulatedPage> sleepers = world.pages.subList(4, 8);
                sleepers.forEach(SimulatedPage::sleep);
                for (String name : world.names()) {
                    world.restart(name);
                    world.run(Duration.ofSeconds(4));
                    assertWhole(world);
                }
                sleepers.forEach(SimulatedPage::wake);
                world.run(Duration.ofSeconds(1));
            }
            world.settle();
            world.compareEffects();
            assertKept(seed, world);
        }
    }

    @Test
    void restartsAndKillsTakeTurns() {
        for (long seed = 11; seed <= 13 * MORE; seed++) {
            World world = world(seed, ReplicationSettings.DEFAULT, 4);
            new Nemesis(world, Nemesis.Fault.RESTART, Nemesis.Fault.KILL).gently(40);
            world.settle();
            world.compareEffects();
            assertKept(seed, world);
        }
    }

    @Test
    void withTwoCopiesTwoNodesMayDieAtOnce() {
        for (long seed = 21; seed <= 23 * MORE; seed++) {
            World world = world(seed, ReplicationSettings.DEFAULT.copies(2), 5);
            new Nemesis(world, Nemesis.Fault.KILL_TWO).gently(40);
            world.settle();
            world.compareEffects();
            assertKept(seed, world);
        }
    }

    @Test
    void withTwoCopiesNodesMayBeRestartedWhileOthersDie() {
        for (long seed = 31; seed <= 32 * MORE; seed++) {
            World world = world(seed, ReplicationSettings.DEFAULT.copies(2), 5);
            new Nemesis(
                            world,
                            Nemesis.Fault.RESTART,
                            Nemesis.Fault.KILL_TWO,
                            Nemesis.Fault.PAUSE,
                            Nemesis.Fault.LOSE_FRAMES)
                    .gently(40);
            world.settle();
            world.compareEffects();
            assertKept(seed, world);
        }
    }

    private static void leave(Cluster cluster, String name) {
        cluster.link(name).leave();
        var left = cluster.at(name).handingOver(Duration.ofSeconds(20));
        cluster.run(6_000);
        assertEquals(0, left.getNow(-1));
        cluster.link(name).close();
        cluster.run(200);
    }

    /** What a page gets that has seen the last commit. */
    private static int claimed(Cluster cluster, String node, String session, Held held) {
        var claimed = cluster.claim(node, session, 2, held.sent, held.where());
        cluster.run(11_000);
        return assertInstanceOf(Claimed.Adopted.class, claimed.join()).copy().sent();
    }

    private static World world(long seed, ReplicationSettings settings, int nodes) {
        World world = new World(seed, Rules.STRICT, true, settings).nodes(nodes);
        world.pages(6, true, Duration.ofMillis(250));
        world.pages(6, false, Duration.ofMillis(250));
        world.serverEvents(Duration.ofMillis(700));
        world.run(Duration.ofSeconds(5));
        return world;
    }

    private static void assertWhole(World world) {
        assertTrue(world.runUntil(world::isWhole, Duration.ofSeconds(30)), world::report);
    }

    private static void assertKept(long seed, World world) {
        System.out.println("seed " + seed + ": " + world.report());
        assertEquals(List.of(), world.oracle.violations(), () -> "seed " + seed + world.report());
        for (String loss : List.of("lost", "none", "events given up", "superseded")) {
            assertEquals(0, world.oracle.count(loss), () -> "seed " + seed + world.report());
        }
    }
}
