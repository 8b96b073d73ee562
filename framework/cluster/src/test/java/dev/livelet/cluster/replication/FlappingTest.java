package dev.livelet.cluster.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.cluster.link.SimulatedLink;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

/** A page that comes to another node again and again, while it is used. */
final class FlappingTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPageJumpsBetweenNodesAHundredTimes(boolean sync) {
        World world = world(1, sync);
        for (int jump = 0; jump < 100; jump++) {
            SimulatedPage page = page(world);
            page.connect(world.anyNode());
            world.run(world.between(1, 400));
        }
        assertAllKept(world);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void claimsRace(boolean sync) {
        World world = world(2, sync);
        for (int race = 0; race < 100; race++) {
            page(world).race(world.anyNode(), world.anyNode());
            world.run(world.between(1, 700));
        }
        assertAllKept(world);
    }

    /** Two nodes claim with one attempt: a proxy has sent the join to both. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void claimsOfOneAttemptRace(boolean sync) {
        World world = world(3, sync);
        for (int race = 0; race < 100; race++) {
            SimulatedPage page = page(world);
            page.connect(world.anyNode());
            page.repeatJoin(world.anyNode());
            world.run(world.between(1, 700));
        }
        assertAllKept(world);
    }

    /** A duplicated tab knows what the first knew, and both go on counting. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anOldJoinComesLateAndAnswersNothing(boolean sync) {
        World world = world(4, sync);
        for (int i = 0; i < 100; i++) {
            SimulatedPage page = page(world);
            page.connect(world.anyNode());
            SimulatedLink other = world.anyNode();
            Runnable late = page.joinToCome(other);
            world.run(world.between(200, 900));
            page.connect(world.anyNode());
            world.run(world.between(1, 30));
            late.run();
            world.run(world.between(100, 700));
        }
        assertAllKept(world);
    }

    @Test
    void anOldOwnerResumesWhileItsPageIsElsewhere() {
        for (long seed = 5; seed < 9; seed++) {
            World world = world(seed, seed % 2 == 0);
            for (int i = 0; i < 10; i++) {
                String owner = world.ownerOf(page(world));
                world.network.pause(owner);
                world.run(world.between(100, 2_000));
                page(world).connect(world.anyNode());
                world.run(world.between(100, 8_000));
                world.network.resume(owner);
                world.run(world.between(100, 5_000));
                world.runUntil(world::isWhole, Duration.ofSeconds(30));
            }
            assertAllKept(world);
            world.compareEffects();
            assertEquals(List.of(), world.oracle.violations(), world::report);
        }
    }

    private static World world(long seed, boolean sync) {
        World world = new World(seed).nodes(4);
        world.pages(1, sync, Duration.ofMillis(60));
        world.serverEvents(Duration.ofMillis(170));
        world.run(Duration.ofSeconds(3));
        return world;
    }

    private static SimulatedPage page(World world) {
        return world.pages.getFirst();
    }

    private static void assertAllKept(World world) {
        world.settle();
        assertEquals(List.of(), world.oracle.violations(), world::report);
        assertEquals(0, world.oracle.count("lost"), world::report);
        assertEquals(0, world.oracle.count("none"), world::report);
        assertEquals(0, world.oracle.count("events given up"), world::report);
    }
}
