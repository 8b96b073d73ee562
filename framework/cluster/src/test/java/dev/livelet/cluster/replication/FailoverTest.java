package dev.livelet.cluster.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.cluster.replication.Nemesis.Fault;
import dev.livelet.spi.Replication;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** A random nemesis against the guarantees of {@code docs/clustering.md}, in simulation. */
final class FailoverTest {
    /** What an asynchronous page may lose: the gathering of copies, and their way. */
    private static final Duration TICK = Duration.ofMillis(50 + 5);

    private static final int MORE = Boolean.getBoolean("long") ? 20 : 1;

    @Test
    void threeHundredKillsLoseNothing() {
        for (long seed = 1; seed <= 3 * MORE; seed++) {
            World world = world(seed, Rules.STRICT, true);
            new Nemesis(world, Fault.KILL).gently(100);
            world.settle();
            world.compareEffects();
            assertKept(seed, world);
        }
    }

    /** Copies take long here, and patches don't: a crash always takes something with it. */
    @Test
    void anAsynchronousPageStepsBackBarelyMoreThanItsCopiesTake() {
        World world = new World(8, Rules.STRICT, true, ReplicationSettings.DEFAULT);
        world.network.latency(Duration.ofMillis(20), Duration.ofMillis(30));
        world.nodes(4).pages(6, true, Duration.ofMillis(50));
        world.pages(6, false, Duration.ofMillis(50));
        world.run(Duration.ofSeconds(5));
        new Nemesis(world, Fault.KILL).gently(30);
        world.settle();
        world.compareEffects();
        assertHeld(8, world);
        assertTrue(world.oracle.count("asynchronous pages that went back") > 2, world::report);
        assertTrue(world.oracle.worstStepBack() < 60_000_000, world::report);
        assertEquals(0, world.oracle.count("events given up"), world::report);
    }

    @Test
    void pausesLoseNothingAndNoOldOwnerDoesHarm() {
        for (long seed = 11; seed <= 12 * MORE; seed++) {
            World world = world(seed, Rules.STRICT, true);
            new Nemesis(world, Fault.PAUSE, Fault.PAUSE, Fault.KILL).gently(40);
            world.settle();
            world.compareEffects();
            assertKept(seed, world);
        }
    }

    @Test
    void lostFramesAndSignalsLoseNothing() {
        for (long seed = 21; seed <= 22 * MORE; seed++) {
            World world = world(seed, Rules.STRICT, true);
            new Nemesis(world, Fault.LOSE_FRAMES, Fault.LOSE_SIGNALS, Fault.KILL).gently(40);
            world.settle();
            assertKept(seed, world);
        }
    }

    @Test
    void whateverHappensASynchronousPageIsNeverSilentlyOlder() {
        for (long seed = Long.getLong("seed", 31); seed <= 36 * MORE; seed++) {
            World world = world(seed, Rules.STRICT, true);
            new Nemesis(world, Fault.values()).harshly(60);
            world.settle();
            assertHeld(seed, world);
        }
    }

    @Test
    void withoutFencingTheOracleFindsFault() {
        Rules noFences =
                new Rules() {
                    @Override
                    boolean fences() {
                        return false;
                    }
                };
        World world = world(41, noFences, true);
        new Nemesis(world, Fault.PAUSE, Fault.KILL).gently(30);
        world.settle();
        world.compareEffects();
        assertFound(world);
    }

    @Test
    void withoutEventNumbersTheOracleFindsFault() {
        World world = world(51, Rules.STRICT, false);
        new Nemesis(world, Fault.KILL).gently(30);
        world.settle();
        assertFound(world);
    }

    @Test
    void withoutTheWitnessTheOracleFindsFault() {
        Rules noWitness =
                new Rules() {
                    @Override
                    boolean isWitnessed(CopyHead copy, Replication.Claim claim, Where where) {
                        return true;
                    }
                };
        int found = 0;
        for (long seed = 31; seed <= 36; seed++) {
            World world = world(seed, noWitness, true);
            new Nemesis(world, Fault.values()).harshly(60);
            world.settle();
            found += world.oracle.violations().size();
        }
        assertTrue(found > 0);
    }

    private static World world(long seed, Rules rules, boolean deduplicates) {
        World world = new World(seed, rules, deduplicates, ReplicationSettings.DEFAULT).nodes(4);
        world.pages(6, true, Duration.ofMillis(250));
        world.pages(6, false, Duration.ofMillis(250));
        world.serverEvents(Duration.ofMillis(700));
        world.run(Duration.ofSeconds(5));
        return world;
    }

    /** One fault at a time: nothing is lost, nothing goes back. */
    private static void assertKept(long seed, World world) {
        assertHeld(seed, world);
        assertEquals(0, world.oracle.count("lost"), world::report);
        assertEquals(0, world.oracle.count("none"), world::report);
        assertEquals(0, world.oracle.count("events given up"), world::report);
        assertTrue(world.oracle.worstStepBack() < TICK.toNanos(), world::report);
    }

    /** Too much for one copy: a loss is declared, and nothing else happens. */
    private static void assertHeld(long seed, World world) {
        System.out.println("seed " + seed + ": " + world.report());
        assertEquals(List.of(), world.oracle.violations(), () -> "seed " + seed + world.report());
    }

    private static void assertFound(World world) {
        assertFalse(world.oracle.violations().isEmpty(), world::report);
    }
}
