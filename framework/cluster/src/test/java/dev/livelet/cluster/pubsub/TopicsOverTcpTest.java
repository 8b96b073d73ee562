package dev.livelet.cluster.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.Gap;
import dev.livelet.cluster.Discovery;
import dev.livelet.cluster.JGroups;
import dev.livelet.cluster.codec.Codecs;
import dev.livelet.cluster.codec.SharedCodec;
import dev.livelet.cluster.link.GroupLink;
import dev.livelet.pubsub.PubSub;
import dev.livelet.pubsub.Subscription;
import dev.livelet.spi.Timers;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Three nodes with threads and sockets of their own. */
class TopicsOverTcpTest {
    record Note(String publisher, int number) {}

    private static final int PUBLISHERS = 4;
    private static final int MESSAGES = 2_000;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Node> nodes = new ArrayList<>();

    private final class Node {
        final String name;
        final GroupLink link;
        final ClusterTopics topics;
        final PubSub pubSub;

        Node(String name, GroupLink link, TopicSettings settings) {
            this.name = name;
            this.link = link;
            topics = new ClusterTopics(settings, Timers.on(clock), System::nanoTime, threads);
            pubSub = new PubSub(topics);
            topics.start(
                    link,
                    new Codecs(Set.of(Note.class), id -> null, SharedCodec.BY_VALUE).messages(),
                    pubSub::deliver);
            link.start();
        }
    }

    @AfterEach
    void close() {
        for (Node node : nodes.reversed()) {
            node.topics.close();
            node.link.close();
        }
        threads.shutdownNow();
        clock.shutdownNow();
    }

    private void start(TopicSettings settings, String... names) throws IOException {
        List<Integer> ports = new ArrayList<>();
        List<ServerSocket> taken = new ArrayList<>();
        for (String ignored : names) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            taken.add(socket);
            ports.add(socket.getLocalPort());
        }
        for (ServerSocket socket : taken) socket.close();
        String[] seeds = ports.stream().map(port -> "127.0.0.1:" + port).toArray(String[]::new);
        String cluster = "topics-" + UUID.randomUUID();
        for (int i = 0; i < names.length; i++) {
            GroupLink link =
                    JGroups.tcp(cluster)
                            .node(names[i])
                            .bind("127.0.0.1")
                            .port(ports.get(i))
                            .discovery(Discovery.fixed(seeds))
                            .link();
            nodes.add(new Node(names[i], link, settings));
        }
        await(() -> nodes.stream().allMatch(n -> n.link.view().members().size() == names.length));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "it never came about");
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void manyPublishersAreHeardInOrderByAllWhileSubscriptionsComeAndGo() throws Exception {
        start(new TopicSettings(Map.of(), 1_000_000, 1_000_000), "a", "b", "c");
        AtomicInteger wrong = new AtomicInteger();
        AtomicInteger gaps = new AtomicInteger();
        List<AtomicInteger> heard = new ArrayList<>();
        for (Node node : nodes) {
            AtomicInteger count = new AtomicInteger();
            heard.add(count);
            Map<String, Integer> last = new ConcurrentHashMap<>();
            node.pubSub.subscribe(
                    "room",
                    (topic, message) -> {
                        if (message instanceof Gap) gaps.incrementAndGet();
                        if (!(message instanceof Note note)) return;
                        Integer before = last.put(note.publisher(), note.number());
                        if ((before == null ? 0 : before) + 1 != note.number())
                            wrong.incrementAndGet();
                        count.incrementAndGet();
                    });
        }
        await(() -> nodes.stream().allMatch(node -> node.topics.isKnown("room")));
        List<Thread> working = new ArrayList<>();
        for (Node node : nodes) {
            for (int p = 0; p < PUBLISHERS; p++) {
                String publisher = node.name + p;
                working.add(
                        Thread.ofVirtual()
                                .start(
                                        () -> {
                                            for (int i = 1; i <= MESSAGES; i++)
                                                node.pubSub.publish("room", new Note(publisher, i));
                                        }));
            }
            working.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        for (int i = 0; i < 500; i++) {
                                            Subscription other =
                                                    node.pubSub.subscribe(
                                                            "other/" + i % 7, (t, m) -> {});
                                            node.pubSub.publish(
                                                    "other/" + (i + 3) % 7, new Note("x", i));
                                            other.close();
                                        }
                                    }));
        }
        for (Thread thread : working) thread.join();
        int all = nodes.size() * PUBLISHERS * MESSAGES;
        await(() -> heard.stream().allMatch(count -> count.get() >= all));
        assertEquals(0, wrong.get());
        assertEquals(0, gaps.get());
        for (AtomicInteger count : heard) assertEquals(all, count.get());
    }

    @Test
    void aNodeThatLeavesIsMissedByNobodyAndOneThatBreaksOffIs() throws Exception {
        start(TopicSettings.DEFAULT, "a", "b", "c");
        AtomicInteger gaps = new AtomicInteger();
        Node c = nodes.get(2);
        c.pubSub.subscribe(
                "room",
                (topic, message) -> {
                    if (message instanceof Gap) gaps.incrementAndGet();
                });
        Node a = nodes.get(0);
        // topics hear of the others a moment after the link has seen them
        await(
                () -> {
                    a.pubSub.publish("room", new Note("a", 1));
                    return c.topics.counters().received.sum() > 0;
                });
        int before = gaps.get();
        a.topics.leave();
        await(a.topics::isDrained);
        await(() -> c.topics.counters().farewells.sum() == 1);
        a.link.close();
        await(() -> c.link.view().members().size() == 2);
        assertEquals(before, gaps.get());
        nodes.get(1).link.close();
        await(() -> gaps.get() == before + 1);
    }
}
