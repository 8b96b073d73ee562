package dev.livelet.cluster.pubsub;

import static dev.livelet.cluster.LoopbackNodes.await;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.Gap;
import dev.livelet.cluster.JGroups;
import dev.livelet.cluster.LoopbackNodes;
import dev.livelet.cluster.codec.Codecs;
import dev.livelet.cluster.codec.SharedCodec;
import dev.livelet.cluster.link.GroupLink;
import dev.livelet.pubsub.PubSub;
import dev.livelet.pubsub.Subscription;
import dev.livelet.spi.Timers;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

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

    private void start(TopicSettings settings) throws IOException {
        for (JGroups node : LoopbackNodes.settings(3))
            nodes.add(new Node("n" + nodes.size(), node.link(), settings));
        await(
                "a view of all",
                () -> nodes.stream().allMatch(n -> n.link.view().members().size() == 3));
    }

    @Test
    void manyPublishersAreHeardInOrderByAllWhileSubscriptionsComeAndGo() throws Exception {
        start(new TopicSettings(Map.of(), 1_000_000, 1_000_000));
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
        await(
                "knowledge of the topic",
                () -> nodes.stream().allMatch(node -> node.topics.isKnown("room")));
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
        await("all messages", () -> heard.stream().allMatch(count -> count.get() >= all));
        assertEquals(0, wrong.get());
        assertEquals(0, gaps.get());
        for (AtomicInteger count : heard) assertEquals(all, count.get());
    }

    @Test
    void aNodeThatLeavesIsMissedByNobodyAndOneThatBreaksOffIs() throws Exception {
        start(TopicSettings.DEFAULT);
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
                "a message",
                () -> {
                    a.pubSub.publish("room", new Note("a", 1));
                    return c.topics.counters().received.sum() > 0;
                });
        int before = gaps.get();
        a.topics.leave();
        await("the last frames", a.topics::isDrained);
        await("a farewell", () -> c.topics.counters().farewells.sum() == 1);
        a.link.close();
        await("its end", () -> c.link.view().members().size() == 2);
        assertEquals(before, gaps.get());
        nodes.get(1).link.close();
        await("a gap", () -> gaps.get() == before + 1);
    }
}
