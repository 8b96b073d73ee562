package dev.livelet.cluster.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

final class SimulatedNetworkTest {
    private final List<String> heard = new ArrayList<>();
    private final Queue<byte[]> toSay = new ArrayDeque<>();

    @Test
    void framesComeInOrder() {
        SimulatedNetwork network = new SimulatedNetwork(1).window(10);
        SimulatedLink a = speaker(network);
        SimulatedLink b = listener(network);
        network.clock().run(Duration.ofSeconds(1));

        say(a, b, 0, 50);
        network.clock().run(Duration.ofSeconds(1));

        assertEquals(numbers(0, 50), heard);
    }

    @Test
    void aPauseHoldsFramesUntilTheResume() {
        SimulatedNetwork network = new SimulatedNetwork(2);
        SimulatedLink a = speaker(network);
        SimulatedLink b = listener(network);
        network.clock().run(Duration.ofSeconds(1));

        network.pause("b");
        say(a, b, 0, 50);
        network.clock().run(Duration.ofSeconds(2));
        assertEquals(List.of(), heard);
        network.resume("b");
        network.clock().run(Duration.ofSeconds(1));

        assertEquals(numbers(0, 50), heard);
    }

    @Test
    void aLongSplitTellsOfAGapAndAShortOneLosesNothing() {
        SimulatedNetwork network = new SimulatedNetwork(3);
        SimulatedLink a = speaker(network);
        SimulatedLink b = listener(network);
        network.clock().run(Duration.ofSeconds(1));

        network.split(Set.of("a"), Set.of("b"));
        say(a, b, 0, 5);
        network.clock().run(Duration.ofSeconds(3));
        network.heal();
        network.clock().run(Duration.ofSeconds(1));
        assertEquals(numbers(0, 5), heard);

        network.split(Set.of("a"), Set.of("b"));
        say(a, b, 5, 10);
        network.clock().run(Duration.ofSeconds(10));
        assertFalse(a.view().has(b.self()));
        network.heal();
        network.clock().run(Duration.ofSeconds(10));
        say(a, b, 10, 12);
        network.clock().run(Duration.ofSeconds(1));
        assertEquals(List.of("gap", "10", "11"), heard.subList(5, 8));
    }

    @Test
    void aCrashedNodeRefusesAndASplitOneIsSilent() {
        SimulatedNetwork network = new SimulatedNetwork(4);
        SimulatedLink a = network.start("a");
        SimulatedLink b = network.start("b");
        SimulatedLink c = network.start("c");
        c.answerer(Channel.CLAIM, (from, question, reply) -> reply.accept(question));
        network.split(Set.of("a"), Set.of("b"));
        network.crash("b");
        NodeId dead = b.self();

        CompletableFuture<byte[]> split =
                a.ask(dead, Channel.CLAIM, new byte[1], Duration.ofSeconds(1));
        CompletableFuture<byte[]> refused =
                c.ask(dead, Channel.CLAIM, new byte[1], Duration.ofSeconds(1));
        CompletableFuture<byte[]> answered =
                a.ask(c.self(), Channel.CLAIM, new byte[7], Duration.ofSeconds(1));
        network.clock().run(Duration.ofMillis(100));

        assertEquals(7, answered.join().length);
        assertTrue(
                assertThrows(CompletionException.class, refused::join).getCause()
                        instanceof NodeGone);
        assertFalse(split.isDone());
        network.clock().run(Duration.ofSeconds(1));
        assertTrue(
                assertThrows(CompletionException.class, split::join).getCause()
                        instanceof TimeoutException);
    }

    @Test
    void aPausedNodeRunsNoTimersAndResumesWithItsOldView() {
        SimulatedNetwork network = new SimulatedNetwork(5);
        SimulatedLink a = network.start("a");
        SimulatedLink b = network.start("b");
        network.clock().run(Duration.ofSeconds(1));

        a.timers().after(Duration.ofSeconds(1), () -> heard.add("tick"));
        network.pause("a");
        network.crash("b");
        network.clock().run(Duration.ofSeconds(20));
        assertEquals(List.of(), heard);
        network.resume("a");
        network.clock().run(Duration.ofMillis(100));
        assertEquals(List.of("tick"), heard);
        assertTrue(a.view().has(b.self()));
        network.clock().run(Duration.ofSeconds(5));
        assertFalse(a.view().has(b.self()));
    }

    @Test
    void aRestartIsANewIncarnationThatReplacesTheOldOne() {
        SimulatedNetwork network = new SimulatedNetwork(6);
        SimulatedLink a = network.start("a");
        network.start("b");
        network.clock().run(Duration.ofSeconds(1));

        network.crash("b");
        network.start("b");
        network.clock().run(Duration.ofSeconds(1));

        assertEquals(Set.of(a.self(), new NodeId("b", 2)), a.view().members());
    }

    private SimulatedLink speaker(SimulatedNetwork network) {
        SimulatedLink link = network.start("a");
        link.source(Channel.REPLICATION, peer -> toSay.poll());
        return link;
    }

    private SimulatedLink listener(SimulatedNetwork network) {
        SimulatedLink link = network.start("b");
        link.receiver(
                Channel.REPLICATION,
                new Link.Receiver() {
                    @Override
                    public void received(NodeId from, byte[] body) {
                        heard.add(new String(body, StandardCharsets.UTF_8));
                    }

                    @Override
                    public void gap(NodeId from) {
                        heard.add("gap");
                    }
                });
        return link;
    }

    private void say(SimulatedLink from, SimulatedLink to, int first, int end) {
        numbers(first, end).forEach(n -> toSay.add(n.getBytes(StandardCharsets.UTF_8)));
        from.wake(to.self(), Channel.REPLICATION);
    }

    private static List<String> numbers(int first, int end) {
        List<String> numbers = new ArrayList<>();
        for (int i = first; i < end; i++) {
            numbers.add(Integer.toString(i));
        }
        return numbers;
    }
}
