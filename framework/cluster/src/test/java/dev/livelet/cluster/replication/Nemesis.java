package dev.livelet.cluster.replication;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Does harm to a world, by the world's seed. */
final class Nemesis {
    enum Fault {
        KILL,
        /** Two at the same moment. */
        KILL_TWO,
        /** As for a new release. */
        RESTART,
        PAUSE,
        SPLIT,
        CUT,
        LOSE_FRAMES,
        LOSE_SIGNALS
    }

    private final World world;
    private final List<Fault> faults;
    private final Random random;

    Nemesis(World world, Fault... faults) {
        this.world = world;
        this.faults = List.of(faults);
        random = world.random;
    }

    /** One fault at a time, and the next when all is whole again: what one copy covers. */
    void gently(int times) {
        for (int i = 0; i < times; i++) {
            Fault fault = faults.get(random.nextInt(faults.size()));
            // not when all is acknowledged, as it just was
            world.run(Duration.ofNanos(random.nextLong(400_000_000)));
            begin(fault);
            world.run(lasting(fault));
            end();
            boolean whole = world.runUntil(world::isWhole, Duration.ofSeconds(60));
            if (!whole) {
                world.oracle.violation("not whole a minute after fault " + i + ", " + fault);
                return;
            }
        }
    }

    /** Whatever, whenever; only at the end all nodes run and see each other. */
    void harshly(int times) {
        for (int i = 0; i < times; i++) {
            begin(faults.get(random.nextInt(faults.size())));
            world.run(world.between(10, 4_000));
            if (random.nextInt(3) == 0) {
                end();
                world.run(world.between(10, 6_000));
            }
        }
        end();
    }

    private static Duration lasting(Fault fault) {
        return Duration.ofMillis(
                switch (fault) {
                    case KILL, KILL_TWO -> 1_500;
                    case RESTART -> 6_000;
                    case PAUSE -> 2_500;
                    case SPLIT, CUT -> 3_000;
                    case LOSE_FRAMES -> 10;
                    case LOSE_SIGNALS -> 2_000;
                });
    }

    private String someone() {
        return world.names().get(random.nextInt(world.names().size()));
    }

    private void begin(Fault fault) {
        String victim = someone();
        world.oracle.trace(world.now() + " " + fault + " " + victim);
        switch (fault) {
            case KILL -> {
                if (world.network.running().size() > 1) {
                    world.crash(victim);
                }
            }
            case KILL_TWO -> {
                String other = someone();
                if (world.network.running().size() > 2) {
                    world.crash(victim);
                    world.crash(other);
                }
            }
            case RESTART -> world.restart(victim);
            case PAUSE -> {
                world.network.pause(victim);
                world.network
                        .clock()
                        .after(
                                world.between(200, 15_000),
                                () -> {
                                    world.oracle.trace(world.now() + " resume " + victim);
                                    world.network.resume(victim);
                                });
            }
            case SPLIT -> {
                Set<String> one = new HashSet<>();
                Set<String> other = new HashSet<>();
                world.names().forEach(n -> (random.nextBoolean() ? one : other).add(n));
                world.network.split(one, other);
            }
            case CUT -> world.network.cut(victim, someone());
            case LOSE_FRAMES -> world.names().forEach(n -> world.network.loseFrames(victim, n));
            case LOSE_SIGNALS -> world.network.signalLoss(0.2);
        }
    }

    /** All faults are over, but for pauses that go on. */
    private void end() {
        world.network.heal();
        world.network.signalLoss(0);
        Set<String> running = new HashSet<>();
        world.network.running().forEach(l -> running.add(l.self().name()));
        for (String name : world.names()) {
            if (!running.contains(name)) {
                world.start(name);
            }
        }
    }
}
