package dev.livelet.cluster.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.Presence.Change;
import dev.livelet.Presence.Entry;
import dev.livelet.cluster.link.SimulatedNetwork;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Sessions that come, change, move and go on nodes that are split, paused, crashed and restarted:
 * in the end all nodes show the same, and what each was told adds up to it.
 */
class RandomPresenceTest {
    private static final List<String> NAMES = List.of("a", "b", "c");

    private static final class World {
        final Random random;
        final SimulatedNetwork network;
        final Map<String, PresenceNode> nodes = new HashMap<>();
        final List<PresenceNode> all = new ArrayList<>();

        /** Where each session's page is, and what it says of itself: the truth. */
        final Map<String, PresenceNode> where = new HashMap<>();

        final Map<String, String> metas = new HashMap<>();
        final Map<String, Integer> attempts = new HashMap<>();

        World(long seed) {
            random = new Random(seed);
            network = new SimulatedNetwork(seed).frameSize(300);
            NAMES.forEach(this::start);
        }

        void start(String name) {
            PresenceNode node = new PresenceNode(network, name);
            nodes.put(name, node);
            all.add(node);
        }

        PresenceNode any() {
            return nodes.getOrDefault(NAMES.get(random.nextInt(NAMES.size())), all.getFirst());
        }

        boolean isUp(PresenceNode node) {
            return node.link.isAlive() && !node.link.isPaused();
        }

        /** What happens to a session; at nodes that run only. */
        void something() {
            String session = "s" + random.nextInt(12);
            PresenceNode at = where.get(session);
            PresenceNode to = any();
            if (!isUp(to)) return;
            if (at == null || at != to) {
                // A page finds its way to a node; the old one may hear of it later, or never.
                if (at != null && at.link.isAlive() && random.nextBoolean()) {
                    PresenceNode old = at;
                    old.link
                            .timers()
                            .after(
                                    Duration.ofMillis(random.nextInt(3_000)),
                                    () -> {
                                        if (where.get(session) != old) old.tracker.moved(session);
                                    });
                } else if (at != null) {
                    PresenceNode old = at;
                    old.link.timers().after(Duration.ofSeconds(5), () -> leave(old, session));
                }
                where.put(session, to);
                enter(to, session);
            } else if (random.nextInt(3) == 0) {
                where.remove(session);
                to.tracker.gone(session);
            } else {
                enter(to, session);
            }
        }

        void leave(PresenceNode old, String session) {
            if (where.get(session) != old) old.tracker.gone(session);
        }

        void enter(PresenceNode at, String session) {
            String meta = "m" + random.nextInt(3);
            metas.put(session, meta);
            at.enter(session, attempts.merge(session, 1, Integer::sum), meta);
        }

        void harm() {
            String one = NAMES.get(random.nextInt(NAMES.size()));
            String other = NAMES.get(random.nextInt(NAMES.size()));
            switch (random.nextInt(8)) {
                case 0 -> {
                    if (!one.equals(other)) network.split(Set.of(one), Set.of(other));
                }
                case 1 -> network.heal();
                case 2 -> network.pause(one);
                case 3 -> network.resume(one);
                case 4 -> network.loseFrames(one, other);
                case 5 -> {
                    network.crash(one);
                    where.values().removeIf(node -> !node.link.isAlive());
                    start(one);
                }
                default -> {}
            }
        }

        void run() {
            for (int i = 0; i < 12; i++) {
                for (int j = random.nextInt(10); j > 0; j--) {
                    something();
                    network.clock().run(Duration.ofMillis(random.nextInt(300)));
                }
                harm();
                network.clock().run(Duration.ofMillis(random.nextInt(5_000)));
            }
            network.heal();
            NAMES.forEach(network::resume);
            network.clock().run(Duration.ofSeconds(30));
            Set<String> truth = new TreeSet<>();
            where.forEach((session, node) -> truth.add(session + ":" + metas.get(session)));
            for (PresenceNode node : all) {
                if (!node.link.isAlive()) continue;
                assertEquals(truth, new TreeSet<>(node.here()), node.link::toString);
                addsUp(node);
            }
        }

        void addsUp(PresenceNode node) {
            Set<Entry> known = new HashSet<>();
            for (Change change : node.changes) {
                change.left().forEach(entry -> assertTrue(known.remove(entry), entry::toString));
                change.joined().forEach(entry -> assertTrue(known.add(entry), entry::toString));
            }
            assertEquals(new HashSet<>(node.tracker.list(PresenceNode.ROOM)), known);
        }
    }

    @Test
    void allNodesComeToShowTheSame() {
        long seed = Long.getLong("livelet.seed", System.nanoTime());
        System.out.println("RandomPresenceTest -Dlivelet.seed=" + seed);
        Random seeds = new Random(seed);
        for (int i = 0; i < 200; i++) {
            long each = i == 0 ? seed : seeds.nextLong();
            try {
                new World(each).run();
            } catch (AssertionError e) {
                throw new AssertionError("-Dlivelet.seed=" + each, e);
            }
        }
    }
}
