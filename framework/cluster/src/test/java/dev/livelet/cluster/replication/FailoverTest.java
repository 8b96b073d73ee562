package dev.livelet.cluster.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

final class FailoverTest {
    private static final int KILLS = Boolean.getBoolean("long") ? 5_000 : 300;

    @Test
    void pagesLoseNothingWhenNodesAreKilledAndStartedAgain() {
        for (long seed = 1; seed <= 3; seed++) {
            World world = new World(seed).nodes(4);
            world.pages(6, true, Duration.ofMillis(250));
            world.pages(6, false, Duration.ofMillis(250));
            world.serverEvents(Duration.ofMillis(700));
            world.run(Duration.ofSeconds(5));
            for (int kill = 0; kill < KILLS / 3; kill++) {
                String victim = world.names().get(world.random.nextInt(4));
                world.crash(victim);
                world.run(world.between(100, 3000));
                world.start(victim);
                assertTrue(
                        world.runUntil(
                                () -> world.underReplicated() == 0 && world.allLive(),
                                Duration.ofSeconds(30)),
                        () -> "not whole again\n" + world.report());
            }
            world.settle();
            assertEquals(List.of(), world.oracle.violations(), world::report);
            assertEquals(0, world.oracle.count("lost"), world::report);
            assertEquals(0, world.oracle.count("none"), world::report);
            System.out.println(world.report());
        }
    }
}
