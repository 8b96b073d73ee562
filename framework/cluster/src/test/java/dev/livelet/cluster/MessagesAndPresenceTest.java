package dev.livelet.cluster;

import static dev.livelet.cluster.LoopbackNodes.await;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.Gap;
import dev.livelet.Presence;
import dev.livelet.presence.PresenceTracker;
import dev.livelet.pubsub.PubSub;
import dev.livelet.spi.ClusterNode;
import dev.livelet.spi.Timers;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Whole nodes over sockets: what one publishes and tracks, the other has. */
class MessagesAndPresenceTest {
    record Said(String text) {}

    record Looks(String colour) {}

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<Node> nodes = new ArrayList<>();

    private final class Node implements ClusterNode.Host {
        final ClusterNode cluster;
        final PubSub pubSub;
        final PresenceTracker presence;
        final List<Object> heard = new CopyOnWriteArrayList<>();

        Node(JGroups settings) {
            Timers timers = Timers.on(clock);
            cluster =
                    settings.message(Looks.class)
                            .node(timers, new LoopbackNodes.Application(Said.class));
            pubSub = new PubSub(cluster.pubSub());
            presence = new PresenceTracker(pubSub, timers, cluster.presence());
            pubSub.subscribe("room", (topic, message) -> heard.add(message));
            cluster.start(this);
        }

        @Override
        public void deliver(String topic, Object message) {
            pubSub.deliver(topic, message);
        }

        @Override
        public void merge(Presence.Change remote) {
            presence.merge(remote);
        }

        List<Object> changes() {
            return heard.stream().filter(Presence.Change.class::isInstance).toList();
        }

        List<Object> said() {
            return heard.stream().filter(Said.class::isInstance).toList();
        }
    }

    private void start(int count) throws IOException {
        for (JGroups settings : LoopbackNodes.settings(count)) nodes.add(new Node(settings));
    }

    @AfterEach
    void close() {
        nodes.reversed().forEach(node -> node.cluster.close());
        clock.shutdownNow();
    }

    @Test
    void aMessageAndAnEntryReachTheOtherNode() throws Exception {
        start(2);
        Node a = nodes.get(0);
        Node b = nodes.get(1);
        // Until a knows of b's subscription, what it publishes is a gap there, not a message.
        await(
                "a message",
                () -> {
                    a.pubSub.publish("room", new Said("hello"));
                    return !b.said().isEmpty();
                });
        a.presence.connected("s", 1);
        a.presence.track("room", "ada", "s", new Looks("red"));
        await("an entry", () -> !b.presence.list("room").isEmpty());
        assertEquals(
                List.of(new Presence.Entry("ada", "s", new Looks("red"))), b.presence.list("room"));
    }

    @Test
    void aNodeThatGoesLeavesNoGapAndWhomItMovedStays() throws Exception {
        start(2);
        Node a = nodes.get(0);
        Node b = nodes.get(1);
        a.presence.connected("s", 1);
        a.presence.track("room", "ada", "s", new Looks("red"));
        await("its news", () -> b.changes().size() == 1);
        long gaps = b.heard.stream().filter(Gap.class::isInstance).count();
        a.presence.moved("s");
        b.presence.connected("s", 2);
        b.presence.track("room", "ada", "s", new Looks("red"));
        await("a's knowledge of it", () -> a.presence.list("room").size() == 1);
        assertEquals(0, a.cluster.leave(Duration.ofSeconds(5)));
        await("a farewell", () -> b.cluster.figures().getOrDefault("topics_farewells", 0L) == 1);
        a.cluster.close();
        await("its end", () -> b.cluster.figures().getOrDefault("members", 2L) == 1);
        assertEquals(gaps, b.heard.stream().filter(Gap.class::isInstance).count());
        assertEquals(1, b.changes().size());
    }
}
