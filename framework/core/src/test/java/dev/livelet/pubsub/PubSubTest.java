package dev.livelet.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.spi.ClusterPubSub;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class PubSubTest {
    private final List<String> told = new ArrayList<>();
    private final PubSub pubSub =
            new PubSub(
                    new ClusterPubSub() {
                        @Override
                        public void subscribed(String topic) {
                            told.add("+" + topic);
                        }

                        @Override
                        public void unsubscribed(String topic) {
                            told.add("-" + topic);
                        }

                        @Override
                        public void published(String topic, Object message) {
                            told.add(topic + ":" + message);
                        }
                    });
    private final List<String> received = new ArrayList<>();

    private Subscription subscribe(String name, String topic) {
        return pubSub.subscribe(
                topic, (on, message) -> received.add(name + " " + on + ":" + message));
    }

    @Test
    void aMessageReachesTheSubscribersOfItsTopicOnly() {
        subscribe("ada", "room");
        subscribe("bob", "hall");
        pubSub.publish("room", 1);
        pubSub.publish("nobody's", 2);
        assertEquals(List.of("ada room:1"), received);
    }

    /** In memory they lie so, and thousands in a random order are thousands of cold walks. */
    @Test
    void manyAreToldAboutInTheOrderInWhichTheyCame() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            int number = i;
            pubSub.subscribe("room", (on, message) -> order.add(number));
        }
        pubSub.publish("room", 1);
        int neighbours = 0;
        for (int i = 1; i < order.size(); i++)
            if (Math.abs(order.get(i) - order.get(i - 1)) == 1) neighbours++;
        assertEquals(5_000, order.size());
        assertTrue(neighbours >= 2_500, () -> "scattered: " + order.subList(0, 20));
    }

    @Test
    void afterCloseNothingArrives() {
        Subscription ada = subscribe("ada", "room");
        subscribe("bob", "room");
        ada.close();
        ada.close();
        pubSub.publish("room", 1);
        assertEquals(List.of("bob room:1"), received);
    }

    @Test
    void theClusterHearsOfFirstAndLastSubscribersAndOfMessages() {
        Subscription ada = subscribe("ada", "room");
        Subscription bob = subscribe("bob", "room");
        pubSub.publish("room", 1);
        pubSub.deliver("room", 2);
        ada.close();
        bob.close();
        bob.close();
        assertEquals(List.of("+room", "room:1", "-room"), told);
        assertEquals(0, pubSub.topics(), "a topic without subscribers costs nothing");
    }

    @Test
    void aSubscriberThatThrowsHarmsNoOther() {
        pubSub.subscribe(
                "room",
                (topic, message) -> {
                    throw new IllegalStateException("expected by this test");
                });
        subscribe("ada", "room");
        pubSub.publish("room", 1);
        assertEquals(List.of("ada room:1"), received);
    }

    @Test
    void aSubscriberMaySubscribeAndLeaveWhileItReceives() {
        Subscription[] own = new Subscription[1];
        own[0] =
                pubSub.subscribe(
                        "room",
                        (topic, message) -> {
                            own[0].close();
                            subscribe("late", "other");
                        });
        pubSub.publish("room", 1);
        pubSub.publish("room", 2);
        pubSub.publish("other", 3);
        assertEquals(List.of("late other:3"), received);
    }

    @Test
    void eachPublishersMessagesArriveInOrderWhileOthersComeAndGo() throws Exception {
        PubSub alone = new PubSub();
        Queue<int[]> got = new ConcurrentLinkedQueue<>();
        alone.subscribe("room", (topic, message) -> got.add((int[]) message));
        CountDownLatch start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int p = 0; p < 4; p++) {
                int publisher = p;
                all.add(
                        threads.submit(
                                () -> {
                                    start.await();
                                    for (int i = 0; i < 2_000; i++)
                                        alone.publish("room", new int[] {publisher, i});
                                    return null;
                                }));
                all.add(
                        threads.submit(
                                () -> {
                                    start.await();
                                    for (int i = 0; i < 2_000; i++)
                                        alone.subscribe(
                                                        i % 2 == 0 ? "room" : "brief" + publisher,
                                                        (topic, message) -> {})
                                                .close();
                                    return null;
                                }));
            }
            start.countDown();
            for (Future<?> each : all) each.get();
        }
        int[] next = new int[4];
        for (int[] message : got) assertEquals(next[message[0]]++, message[1]);
        assertEquals(8_000, got.size());
        assertEquals(1, alone.topics());
    }

    @Test
    void whatTheClusterWasToldLastIsTrue() throws Exception {
        Queue<Boolean> interest = new ConcurrentLinkedQueue<>();
        PubSub watched =
                new PubSub(
                        new ClusterPubSub() {
                            @Override
                            public void subscribed(String topic) {
                                interest.add(true);
                            }

                            @Override
                            public void unsubscribed(String topic) {
                                interest.add(false);
                            }

                            @Override
                            public void published(String topic, Object message) {}
                        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int t = 0; t < 4; t++) {
                threads.submit(
                        () -> {
                            for (int i = 0; i < 5_000; i++)
                                watched.subscribe("room", (topic, message) -> {}).close();
                        });
            }
        }
        boolean before = false;
        for (boolean now : interest) {
            assertTrue(now != before, "first and last alternate");
            before = now;
        }
        assertEquals(false, before);
    }
}
