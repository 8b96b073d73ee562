package dev.livelet.cluster.pubsub;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.Gap;
import dev.livelet.cluster.link.NodeId;
import dev.livelet.cluster.link.SimulatedNetwork;
import dev.livelet.cluster.pubsub.TopicsNode.Got;
import dev.livelet.cluster.pubsub.TopicsNode.Note;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Nodes that publish and subscribe under splits, pauses, losses, crashes and restarts: what comes
 * is in order and never twice, and nothing is missing without a gap after it was published.
 */
class RandomTopicsTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "d");
    private static final List<String> TOPICS = List.of("x", "y", "z");

    private record Sent(NodeId by, String topic, int number, long at) {}

    private record Seen(long at, Set<NodeId> members) {}

    /** One run. */
    private static final class World {
        final Random random;
        final SimulatedNetwork network;
        final Map<String, TopicsNode> nodes = new HashMap<>();
        final List<TopicsNode> all = new ArrayList<>();
        final List<Sent> sent = new ArrayList<>();
        final Map<NodeId, List<Seen>> views = new HashMap<>();
        final Map<NodeId, Map<String, Long>> subscribed = new HashMap<>();
        final TopicSettings settings;
        int checked;

        World(long seed) {
            random = new Random(seed);
            network = new SimulatedNetwork(seed).frameSize(400).window(2_000);
            TopicSettings plain =
                    new TopicSettings(Map.of(), random.nextInt(4) == 0 ? 20 : 1_000, 2_000);
            settings = random.nextBoolean() ? plain : plain.withRing("x", 30).withRing("y", 500);
            NAMES.forEach(this::start);
        }

        void start(String name) {
            TopicsNode node = new TopicsNode(network, name, settings);
            nodes.put(name, node);
            all.add(node);
            List<Seen> seen = new ArrayList<>();
            views.put(node.link.self(), seen);
            subscribed.put(node.link.self(), new HashMap<>());
            node.link.watch(view -> seen.add(new Seen(network.clock().nanos(), view.members())));
            act(node);
        }

        /** In the node's own time: a paused one does nothing. */
        void act(TopicsNode node) {
            node.link
                    .timers()
                    .after(
                            Duration.ofMillis(1 + random.nextInt(150)),
                            () -> {
                                something(node);
                                act(node);
                            });
        }

        void something(TopicsNode node) {
            String topic = TOPICS.get(random.nextInt(TOPICS.size()));
            Map<String, Long> mine = subscribed.getOrDefault(node.link.self(), Map.of());
            switch (random.nextInt(12)) {
                case 0 -> {
                    if (mine.putIfAbsent(topic, network.clock().nanos()) == null)
                        node.subscribe(topic);
                }
                case 1 -> {
                    if (random.nextInt(40) == 0 && mine.remove(topic) != null)
                        node.unsubscribe(topic);
                }
                case 2 -> {
                    for (int i = random.nextInt(40); i > 0; i--) publish(node, topic);
                }
                default -> publish(node, topic);
            }
        }

        void publish(TopicsNode node, String topic) {
            sent.add(
                    new Sent(
                            node.link.self(), topic, node.publish(topic), network.clock().nanos()));
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
                    if (random.nextBoolean()) start(one);
                }
                case 6 -> {
                    if (!one.equals(other)) network.split(Set.of(one), Set.of(other));
                    network.clock().run(Duration.ofMillis(random.nextInt(500)));
                    network.crash(one);
                }
                default -> {}
            }
        }

        void run() {
            // Few harms a run: each gap that is told hides others that should have been.
            for (int i = random.nextInt(5); i > 0; i--) {
                network.clock().run(Duration.ofMillis(random.nextInt(2_500)));
                harm();
            }
            network.clock().run(Duration.ofMillis(random.nextInt(3) * random.nextInt(4_000)));
            network.heal();
            NAMES.forEach(network::resume);
            network.clock().run(Duration.ofSeconds(2));
            int last = sent.size();
            network.clock().run(Duration.ofSeconds(20));
            sent.subList(last, sent.size()).clear();
            all.forEach(this::check);
        }

        void check(TopicsNode node) {
            Map<String, Integer> lastOf = new HashMap<>();
            Map<String, Set<Integer>> had = new HashMap<>();
            for (Got got : node.log) {
                if (!(got.message() instanceof Note note)) continue;
                // What a ring repeats on one topic comes after what was later on another.
                String line = settings.rings().isEmpty() ? note.node() : note.node() + got.topic();
                int before = lastOf.getOrDefault(line, 0);
                lastOf.put(line, note.number());
                assertTrue(
                        note.number() > before,
                        () -> node.link + " got " + note + " after " + before);
                had.computeIfAbsent(note.node(), by -> new java.util.HashSet<>())
                        .add(note.number());
            }
            if (!node.link.isAlive()) return;
            subscribed
                    .getOrDefault(node.link.self(), Map.of())
                    .forEach((topic, since) -> complete(node, topic, since, had));
        }

        void complete(TopicsNode node, String topic, long since, Map<String, Set<Integer>> had) {
            long lastGap =
                    node.log.stream()
                            .filter(got -> got.message().equals(new Gap(topic)))
                            .mapToLong(Got::at)
                            .max()
                            .orElse(0);
            for (Sent each : sent) {
                if (!each.topic().equals(topic) || each.at() <= since) continue;
                if (had.getOrDefault(each.by().toString(), Set.of()).contains(each.number()))
                    continue;
                if (lastGap >= each.at() || !isSeen(node, each.by(), each.at())) continue;
                throw new AssertionError(
                        node.link
                                + " misses "
                                + each
                                + " and was told of no gap since; last "
                                + lastGap);
            }
            checked++;
        }

        /** Whether the node has had the other as a member at that time or later. */
        boolean isSeen(TopicsNode node, NodeId other, long at) {
            boolean last = false;
            for (Seen seen : views.getOrDefault(node.link.self(), List.of())) {
                if (seen.at() > at && (last || seen.members().contains(other))) return true;
                last = seen.members().contains(other);
            }
            return last;
        }
    }

    @Test
    void nothingIsLostWithoutAGapAndNothingComesTwice() {
        long seed = Long.getLong("livelet.seed", System.nanoTime());
        System.out.println("RandomTopicsTest -Dlivelet.seed=" + seed);
        Random seeds = new Random(seed);
        int checked = 0;
        for (int i = 0; i < 120; i++) {
            long each = i == 0 ? seed : seeds.nextLong();
            World world = new World(each);
            try {
                world.run();
            } catch (AssertionError e) {
                throw new AssertionError("-Dlivelet.seed=" + each, e);
            }
            checked += world.checked;
        }
        assertTrue(checked > 500, checked + " subscriptions checked");
    }
}
