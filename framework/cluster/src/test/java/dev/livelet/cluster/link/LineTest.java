package dev.livelet.cluster.link;

import static dev.livelet.cluster.link.Cluster.await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A sender and a receiver of frames, with what is between them in the test's hand. */
class LineTest {
    private static final NodeId A = new NodeId("a", 1);
    private static final NodeId B = new NodeId("b", 1);

    private final Counters counters = new Counters();
    private final Queue<byte[]> frames = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pulled = new AtomicInteger();
    private final List<Packet> sent = new CopyOnWriteArrayList<>();
    private final Outgoing outgoing =
            new Outgoing(
                    B, Map.of(Channel.ENTITY, this::next), new AtomicLong(), sent::add, counters);
    private final Thread thread = Thread.ofVirtual().start(outgoing);

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final ArrayDeque<Packet> answers = new ArrayDeque<>();
    private boolean member = true;
    private final Incoming incoming = incoming(false);

    private byte @Nullable [] next(NodeId peer) {
        byte[] frame = frames.poll();
        if (frame != null) pulled.incrementAndGet();
        return frame;
    }

    private Incoming incoming(boolean known) {
        Executor here = Runnable::run;
        return new Incoming(
                A,
                known,
                Map.of(
                        Channel.ENTITY,
                        new Link.Receiver() {
                            @Override
                            public void received(NodeId from, byte[] body) {
                                received.add(Ledger.text(body));
                            }

                            @Override
                            public void gap(NodeId from) {
                                received.add(Ledger.GAP);
                            }
                        }),
                () -> member,
                answers::add,
                here,
                counters);
    }

    @AfterEach
    void close() throws InterruptedException {
        outgoing.close();
        thread.join();
    }

    private Packet.Open opened() {
        await("a line is opened", () -> !sent.isEmpty());
        return (Packet.Open) sent.getFirst();
    }

    private long acknowledged() {
        long line = opened().line();
        outgoing.acknowledged(new Packet.Ack(line, 0));
        return line;
    }

    private List<Packet.Frames> batches(long line) {
        return sent.stream()
                .filter(packet -> packet instanceof Packet.Frames)
                .map(packet -> (Packet.Frames) packet)
                .filter(batch -> batch.line() == line)
                .toList();
    }

    private void offer(String... texts) {
        for (String text : texts) frames.add(Ledger.bytes(text));
        outgoing.wake(Channel.ENTITY);
    }

    private static long bytes(List<Packet.Frames> batches) {
        return batches.stream()
                .flatMap(batch -> batch.pieces().stream())
                .mapToLong(piece -> piece.bytes().length)
                .sum();
    }

    @Test
    void nothingIsPulledBeforeTheLineIsAcknowledged() {
        offer("one");
        await("asked again", () -> sent.size() >= 3);
        assertEquals(0, pulled.get());
        long line = acknowledged();
        await("the frame", () -> batches(line).size() == 1);
    }

    @Test
    void noMoreThanTheWindowGoesWithoutAcknowledgement() {
        long line = acknowledged();
        for (int i = 0; i < 100; i++) frames.add(new byte[16 * 1024]);
        outgoing.wake(Channel.ENTITY);
        await(
                "it asks how far the peer is",
                () -> sent.getLast() instanceof Packet.Open open && open.sent() > 0);
        long before = bytes(batches(line));
        assertTrue(before <= Outgoing.WINDOW, before + " bytes");
        assertTrue(before > Outgoing.WINDOW / 2, before + " bytes");
        assertTrue(counters.get("link.window-full-us.b") > 0);

        Packet.Frames first = batches(line).getFirst();
        outgoing.acknowledged(new Packet.Ack(line, first.pieces().size()));
        await("some more", () -> bytes(batches(line)) > before);
        assertTrue(bytes(batches(line)) <= before + bytes(List.of(first)));
    }

    @Test
    void anAcknowledgementThatComesLateChangesNothing() {
        long line = acknowledged();
        offer("one", "two");
        await("both", () -> bytes(batches(line)) == 6);
        outgoing.acknowledged(new Packet.Ack(line, 2));
        outgoing.acknowledged(new Packet.Ack(line, 1));
        offer("three");
        await("three", () -> bytes(batches(line)) == 11);
    }

    @Test
    void anAcknowledgementOfWhatWasNotSentIsNotBelieved() {
        long line = acknowledged();
        offer("one");
        await("one", () -> bytes(batches(line)) == 3);
        outgoing.acknowledged(new Packet.Ack(line, 5));
        offer("two");
        await("two, after one", () -> bytes(batches(line)) == 6);
    }

    @Test
    void aFenceBeginsANewLine() {
        long line = acknowledged();
        offer("one");
        await("one", () -> bytes(batches(line)) == 3);
        outgoing.fenced(new Packet.Fence(line));
        await("a new line", () -> sent.getLast() instanceof Packet.Open open && open.line() > line);
        offer("two");
        long next = ((Packet.Open) sent.getLast()).line();
        outgoing.acknowledged(new Packet.Ack(next, 0));
        await("two", () -> bytes(batches(next)) == 3);
        assertEquals(0, batches(next).getFirst().first());
    }

    private static Packet.Frames batch(long line, long first, String... texts) {
        List<Packet.Piece> pieces =
                java.util.Arrays.stream(texts)
                        .map(
                                text ->
                                        new Packet.Piece(
                                                Channel.ENTITY.code(),
                                                false,
                                                false,
                                                Ledger.bytes(text)))
                        .toList();
        return new Packet.Frames(line, first, pieces);
    }

    private void arrive(Packet packet) {
        incoming.offer(packet, 100);
    }

    @Test
    void theFirstLineOfANodeIsNoGapAndTheSecondIsOne() {
        arrive(new Packet.Open(1, 0));
        arrive(batch(1, 0, "one"));
        arrive(new Packet.Open(2, 0));
        arrive(batch(2, 0, "two"));
        assertEquals(List.of("one", Ledger.GAP, "two"), received);
        assertEquals(new Packet.Ack(2, 1), answers.getLast());
    }

    @Test
    void missingFramesAreReportedBeforeTheNext() {
        arrive(new Packet.Open(1, 0));
        arrive(batch(1, 0, "one"));
        arrive(batch(1, 3, "four"));
        assertEquals(List.of("one", Ledger.GAP, "four"), received);
        assertEquals(new Packet.Ack(1, 4), answers.getLast());
    }

    @Test
    void framesThatComeTwiceAreTakenOnce() {
        arrive(new Packet.Open(1, 0));
        arrive(batch(1, 0, "one", "two"));
        arrive(batch(1, 1, "two", "three"));
        assertEquals(List.of("one", "two", "three"), received);
    }

    @Test
    void framesOfAnOldLineAreDropped() {
        arrive(new Packet.Open(2, 0));
        arrive(batch(1, 0, "old"));
        assertEquals(List.of(), received);
        assertEquals(1, counters.get("link.frames-stale"));
    }

    @Test
    void aNodeThatIsNoMemberIsFencedOnceASecondAndThenBeginsAnew() {
        arrive(new Packet.Open(1, 0));
        arrive(batch(1, 0, "one"));
        member = false;
        answers.clear();
        for (int i = 1; i < 100; i++) arrive(batch(1, i, "lost"));
        assertEquals(List.of(new Packet.Fence(1)), List.copyOf(answers));
        member = true;
        arrive(new Packet.Open(1, 100));
        assertEquals(new Packet.Fence(1), answers.getLast());
        arrive(new Packet.Open(2, 0));
        arrive(batch(2, 0, "two"));
        assertEquals(List.of("one", Ledger.GAP, "two"), received);
    }

    @Test
    void theRestOfAFrameWhoseBeginningWasLostIsNoFrame() {
        int code = Channel.ENTITY.code();
        arrive(new Packet.Open(1, 0));
        arrive(
                new Packet.Frames(
                        1,
                        1,
                        List.of(
                                new Packet.Piece(code, true, false, Ledger.bytes("rest")),
                                new Packet.Piece(code, false, false, Ledger.bytes("whole")))));
        assertEquals(List.of(Ledger.GAP, "whole"), received);
    }
}
