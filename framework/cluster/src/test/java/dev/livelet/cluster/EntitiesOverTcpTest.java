package dev.livelet.cluster;

import static dev.livelet.cluster.LoopbackNodes.await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.Call;
import dev.livelet.Entity;
import dev.livelet.EntityRef;
import dev.livelet.Presence;
import dev.livelet.Reply;
import dev.livelet.Shared;
import dev.livelet.entity.EntityNode;
import dev.livelet.entity.EntityType;
import dev.livelet.entity.Surroundings;
import dev.livelet.pubsub.PubSub;
import dev.livelet.spi.ClusterNode;
import dev.livelet.spi.Timers;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Whole nodes over sockets, in real time: their entities are one cluster's. */
class EntitiesOverTcpTest {
    private static final int ROOMS = 20;

    static final class Room implements Entity<Room.State> {
        record State(List<String> lines) {}

        @Override
        public State create(String name) {
            return new State(List.of());
        }

        @Call
        Reply<State, Integer> say(State room, String line) {
            List<String> lines = new ArrayList<>(room.lines());
            lines.add(line);
            return Reply.of(new State(lines), lines.size());
        }
    }

    private static final class Node implements ClusterNode.Host {
        final ClusterNode cluster;
        final EntityNode entities;

        Node(JGroups settings, Timers timers) {
            cluster = settings.node(timers, new LoopbackNodes.Application());
            PubSub pubSub = new PubSub(cluster.pubSub());
            entities =
                    new EntityNode(
                            List.of(EntityType.of(new Room())),
                            cluster.entities(),
                            Surroundings.of(pubSub, timers));
            cluster.start(this);
        }

        @Override
        public void deliver(String topic, Object message) {}

        @Override
        public void merge(Presence.Change remote) {}

        EntityRef<Room, Room.State> room(int number) {
            return entities.get(Room.class, "room " + number);
        }
    }

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<Node> nodes = new ArrayList<>();

    private void start(int count) throws IOException {
        for (JGroups settings : LoopbackNodes.settings(count))
            nodes.add(new Node(settings, Timers.on(clock)));
    }

    @AfterEach
    void close() {
        nodes.reversed().forEach(node -> node.cluster.close());
        clock.shutdownNow();
    }

    @Test
    void whatIsSaidOnAnyNodeIsInTheOneRoomAndSurvivesTheLossOfANode() throws Exception {
        start(3);
        Set<String> answered = ConcurrentHashMap.newKeySet();
        List<CompletableFuture<?>> said = new ArrayList<>();
        long[] took = new long[900];
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int person = 0; person < 30; person++) {
                int who = person;
                // The third node is lost meanwhile: who speaks there is not counted.
                Node node = nodes.get(person % 2);
                said.add(
                        CompletableFuture.runAsync(
                                () -> {
                                    for (int i = 0; i < 30; i++) {
                                        String line = who + "." + i;
                                        long start = System.nanoTime();
                                        node.room((who + i) % ROOMS).call(Room::say, line);
                                        took[who * 30 + i] = System.nanoTime() - start;
                                        answered.add(line);
                                        LockSupport.parkNanos(20_000_000);
                                    }
                                },
                                people));
            }
            await("half of it", () -> answered.size() > 400);
            nodes.removeLast().cluster.close();
            CompletableFuture.allOf(said.toArray(CompletableFuture[]::new))
                    .get(60, TimeUnit.SECONDS);
        }
        List<String> all = new ArrayList<>();
        for (int i = 0; i < ROOMS; i++) all.addAll(nodes.get(1).room(i).value().value().lines());
        Set<String> once = new HashSet<>(all);
        assertEquals(all.size(), once.size(), "each once");
        assertEquals(answered, once);
        Arrays.sort(took);
        System.out.println(
                "EntitiesOverTcpTest: a call from another node or this one, by three nodes in one"
                        + " JVM: median "
                        + took[450] / 1000
                        + " µs, longest (over the loss of a node) "
                        + took[899] / 1_000_000
                        + " ms");
    }

    @Test
    void aValueThatAPageShowsIsOneObjectInItsNodeAndFollows() throws Exception {
        start(2);
        Node other = nodes.get(1);
        nodes.get(0).room(1).call(Room::say, "one");
        Shared<Room.State> shown = other.room(1).value();
        other.entities.watch(shown, id -> {});
        await(
                "the next value",
                () -> {
                    nodes.get(0).room(1).call(Room::say, "again");
                    Shared<?> current = other.entities.current(shown.entity().orElseThrow());
                    return current != null && current.version() > shown.version();
                });
        assertTrue(other.room(1).value() == other.room(1).value());
    }
}
