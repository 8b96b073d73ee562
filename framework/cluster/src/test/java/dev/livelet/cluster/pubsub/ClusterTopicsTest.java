package dev.livelet.cluster.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.LiveletException;
import dev.livelet.cluster.link.SimulatedNetwork;
import dev.livelet.cluster.pubsub.TopicsNode.Note;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

class ClusterTopicsTest {
    private final SimulatedNetwork network = new SimulatedNetwork(1);

    private TopicsNode node(String name) {
        return node(name, TopicSettings.DEFAULT);
    }

    private TopicsNode node(String name, TopicSettings settings) {
        return new TopicsNode(network, name, settings);
    }

    private void run(long millis) {
        TopicsNode.run(network, millis);
    }

    @Test
    void aMessageReachesSubscribersOfAllNodesOnceAndInOrder() {
        TopicsNode a = node("a");
        TopicsNode b = node("b");
        TopicsNode c = node("c");
        run(100);
        a.subscribe("room");
        b.subscribe("room");
        run(100);
        for (int i = 0; i < 500; i++) a.publish("room");
        run(100);
        List<Object> all =
                java.util.stream.IntStream.rangeClosed(1, 500)
                        .boxed()
                        .map(i -> (Object) i)
                        .toList();
        assertEquals(all, a.got());
        assertEquals(all, b.got());
        assertEquals(List.of(), c.got());
        assertEquals(500, a.topics.counters().sent.sum());
    }

    @Test
    void theFirstSubscriberOfATopicIsKnownWithinFiftyMillis() {
        TopicsNode a = node("a");
        TopicsNode b = node("b");
        run(500);
        b.subscribe("room");
        run(49);
        a.publish("room");
        run(100);
        assertEquals(List.of(1), b.got());
    }

    @Test
    void whatWasPublishedBeforeASubscriptionWasKnownIsAGap() {
        TopicsNode a = node("a");
        TopicsNode b = node("b");
        run(500);
        b.subscribe("room");
        a.publish("room");
        run(100);
        a.publish("room");
        run(100);
        assertEquals(List.of("gap", 2), b.got());
    }

    @Test
    void aSubscriptionThatIsKnownTooLateIsAGap() {
        TopicsNode a = node("a");
        TopicsNode b = node("b");
        run(500);
        network.pause("a");
        b.subscribe("room");
        run(1_000);
        network.resume("a");
        run(1_000);
        assertEquals(List.of("gap"), b.got());
    }

    @Test
    void topicsWithoutSubscribersElsewhereCostNothing() {
        TopicsNode a = node("a");
        TopicsNode b = node("b");
        b.subscribe("room");
        run(500);
        b.unsubscribe("room");
        run(100);
        a.publish("room");
        run(100);
        assertEquals(0, a.topics.counters().sent.sum());
    }

    @Test
    void aSlowNodeLosesTheOldestAndIsToldBeforeTheRest() {
        TopicsNode a = node("a", new TopicSettings(Map.of(), 3, 100));
        TopicsNode b = node("b");
        b.subscribe("room");
        b.subscribe("other");
        run(500);
        a.publish("other");
        for (int i = 0; i < 5; i++) a.publish("room");
        run(100);
        assertEquals(List.of("gap", 1, 4, 5, 6), b.got());
        assertEquals(2, a.topics.counters().dropped.sum());
        assertEquals(1, b.topics.counters().gaps.sum());
    }

    @Test
    void newerReplacesOlderOfItsKeyWithoutAGap() {
        TopicSettings settings =
                TopicSettings.DEFAULT.with(
                        "cursor/", TopicPolicy.conflate(note -> ((Note) note).number() % 2));
        TopicsNode a = node("a", settings);
        TopicsNode b = node("b");
        b.subscribe("cursor/1");
        run(500);
        for (int i = 0; i < 7; i++) a.publish("cursor/1");
        run(100);
        assertEquals(List.of(6, 7), b.got());
        assertEquals(5, a.topics.counters().conflated.sum());
    }

    @Test
    void aPublisherThatShallNotGoOnGetsAnException() {
        TopicsNode a = node("a", new TopicSettings(Map.of("orders", TopicPolicy.FAIL), 2, 100));
        TopicsNode b = node("b");
        b.subscribe("orders");
        run(500);
        a.publish("orders");
        a.publish("orders");
        assertThrows(LiveletException.class, () -> a.publish("orders"));
        run(100);
        assertEquals(List.of("gap", 1, 2), b.got());
    }

    @Test
    void aPublisherIsHeldUpShortlyOnly() {
        TopicsNode a = node("a", new TopicSettings(Map.of("orders", TopicPolicy.BLOCK), 2, 100));
        TopicsNode b = node("b");
        b.subscribe("orders");
        run(500);
        a.publish("orders");
        a.publish("orders");
        long before = System.nanoTime();
        a.publish("orders");
        assertTrue(System.nanoTime() - before >= Duration.ofMillis(20).toNanos());
        run(100);
        assertEquals(List.of("gap", 2, 3), b.got());
    }

    @Test
    void whatIsPublishedAgainAfterATakeoverArrivesOnce() {
        TopicsNode a = node("a");
        TopicsNode b = node("b");
        TopicsNode c = node("c");
        run(100);
        for (TopicsNode each : List.of(a, b, c)) each.subscribe("room");
        run(500);
        network.split(Set.of("a"), Set.of("c"));
        a.publishAgain("room", 7, "session:12:0");
        run(100);
        network.crash("a");
        run(2_000);
        b.publishAgain("room", 7, "session:12:0");
        run(100);
        assertEquals(List.of(7, "gap"), b.got());
        assertEquals(List.of("gap", 7), c.got());
    }

    @Test
    void messagesLostOnTheWayAreAGap() {
        TopicsNode a = node("a");
        TopicsNode b = node("b");
        b.subscribe("room");
        run(500);
        network.split(Set.of("a"), Set.of("b"));
        a.publish("room");
        run(50);
        network.loseFrames("a", "b");
        network.heal();
        a.publish("room");
        run(100);
        assertEquals(List.of("gap", 2), b.got());
    }

    @Test
    void anInterestThatWasLostIsAskedForAgain() {
        TopicsNode a = node("a");
        TopicsNode b = node("b");
        run(500);
        network.split(Set.of("a"), Set.of("b"));
        b.subscribe("room");
        run(50);
        network.loseFrames("b", "a");
        network.heal();
        run(16_000);
        a.publish("room");
        run(100);
        assertEquals(List.of("gap", 1), b.got());
    }

    @Test
    void aNodeThatGoesInOrderLeavesNoGap() {
        TopicsNode a = node("a");
        TopicsNode b = node("b");
        b.subscribe("room");
        run(500);
        a.publish("room");
        a.topics.leave();
        run(50);
        assertTrue(a.topics.isDrained());
        a.link.leave();
        a.link.close();
        run(2_000);
        assertFalse(b.link.view().has(a.link.self()));
        assertEquals(List.of(1), b.got());
    }

    @Test
    void aNodeThatIsKilledLeavesAGap() {
        TopicsNode a = node("a");
        TopicsNode b = node("b");
        b.subscribe("room");
        run(500);
        a.publish("room");
        run(100);
        network.crash("a");
        run(2_000);
        assertEquals(List.of(1, "gap"), b.got());
    }

    @Test
    void anUnregisteredMessageIsAnErrorAtItsPublisher() {
        TopicsNode a = node("a");
        TopicsNode b = node("b");
        b.subscribe("room");
        run(500);
        LiveletException e =
                assertThrows(
                        LiveletException.class,
                        () -> a.pubSub.publish("room", new StringBuilder()));
        assertTrue(String.valueOf(e.getMessage()).contains("Add such a handler"));
    }

    @Test
    void aMessageOfAnotherReleaseIsCountedAndAGap() {
        TopicsNode a = node("a");
        TopicsNode b = new TopicsNode(network, "b", TopicSettings.DEFAULT, Set.of());
        b.subscribe("room");
        run(500);
        a.publish("room");
        run(100);
        assertEquals(List.of("gap"), b.got());
        assertEquals(1, b.topics.counters().refused.sum());
    }

    @Test
    void manyTopicsTakeSeveralFrames() {
        network.frameSize(1_000);
        TopicsNode a = node("a");
        TopicsNode b = node("b");
        run(100);
        for (int i = 0; i < 2_000; i++) b.subscribe("room/" + i);
        run(500);
        for (int i = 0; i < 2_000; i++) a.publish("room/" + i);
        run(500);
        assertEquals(2_000, b.got().size());
    }

    private static final TopicSettings RING = TopicSettings.DEFAULT.withRing("", 50);

    @Test
    void aRingRepeatsWhatANewSubscriptionMissed() {
        TopicsNode a = node("a", RING);
        TopicsNode b = node("b", RING);
        run(500);
        a.publish("room");
        run(500);
        b.subscribe("room");
        a.publish("room");
        run(100);
        a.publish("room");
        run(100);
        assertEquals(List.of(2, 3), b.got());
    }

    @Test
    void aRingRepeatsWhatWasLostOnTheWay() {
        TopicsNode a = node("a", RING);
        TopicsNode b = node("b", RING);
        run(100);
        b.subscribe("room");
        run(500);
        a.publish("room");
        run(100);
        network.split(Set.of("a"), Set.of("b"));
        for (int i = 0; i < 5; i++) a.publish("room");
        run(50);
        network.loseFrames("a", "b");
        network.heal();
        a.publish("room");
        run(200);
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7), b.got());
    }

    @Test
    void aRingRepeatsWhatWasPublishedDuringASplit() {
        TopicsNode a = node("a", RING);
        TopicsNode b = node("b", RING);
        run(100);
        b.subscribe("room");
        run(500);
        a.publish("room");
        run(100);
        network.split(Set.of("a"), Set.of("b"));
        run(10_000);
        for (int i = 0; i < 5; i++) a.publish("room");
        network.heal();
        run(10_000);
        // The gap was told when they lost sight of each other.
        assertEquals(List.of(1, "gap"), b.got().subList(0, 2));
        assertEquals(
                List.of(1, 2, 3, 4, 5, 6), b.got().stream().filter(x -> !x.equals("gap")).toList());
    }

    @Test
    void aRingRepeatsWhatASlowNodeLost() {
        TopicSettings small = new TopicSettings(Map.of(), 3, 100).withRing("room", 50);
        TopicsNode a = node("a", small);
        TopicsNode b = node("b", small);
        run(100);
        b.subscribe("room");
        run(500);
        for (int i = 0; i < 10; i++) a.publish("room");
        run(200);
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), b.got());
        assertTrue(a.topics.counters().dropped.sum() > 0);
    }

    @Test
    void whatARingHasNotIsAGap() {
        TopicSettings small = new TopicSettings(Map.of(), 3, 100).withRing("room", 5);
        TopicsNode a = node("a", small);
        TopicsNode b = node("b", small);
        run(100);
        b.subscribe("room");
        run(500);
        for (int i = 0; i < 10; i++) a.publish("room");
        run(200);
        assertEquals(List.of("gap", 6, 7, 8, 9, 10), b.got());
    }
}
