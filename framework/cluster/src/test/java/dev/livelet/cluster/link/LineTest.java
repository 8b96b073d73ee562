package dev.livelet.cluster.link;

import static dev.livelet.cluster.link.Cluster.await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** A sender and a receiver of frames, with what is between them in the test's hand. */
class LineTest {
    private static final NodeId A = new NodeId("a", 1);
    private static final NodeId B = new NodeId("b", 1);

    private final Counters counters = new Counters();
    private final Queue<byte[]> frames = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pulled = new AtomicInteger();
    private final List<Packet> sent = new CopyOnWriteArrayList<>();
    private final AtomicReference<Packet.@Nullable Ack> owed = new AtomicReference<>();
    private final Outgoing outgoing =
            new Outgoing(
                    B,
                    Map.of(Channel.ENTITY, this::next),
                    new AtomicLong(),
                    () -> owed.getAndSet(null),
                    sent::add,
                    counters);
    private final Thread thread = Thread.ofVirtual().start(outgoing);

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final ArrayDeque<Packet> answers = new ArrayDeque<>();
    private final List<Packet.Ack> heard = new ArrayList<>();
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
                heard::add,
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
    void noAcknowledgementIsAskedForOfFramesNowAndThen() {
        long line = acknowledged();
        for (int i = 0; i < 20; i++) {
            offer("frame " + i);
            int all = i + 1;
            await("frame " + i, () -> batches(line).size() == all);
            // as one that came with frames in the other direction
            outgoing.acknowledged(new Packet.Ack(line, all));
            LockSupport.parkNanos(3_000_000L);
        }
        long asked = batches(line).stream().filter(batch -> !batch.patient()).count();
        // each pause is longer than 2 ms, and no acknowledgement is later than 200 ms
        assertTrue(asked <= 1, asked + " were asked for");
        assertEquals(
                1, sent.size() - batches(line).size(), "packets beside the frames: the line's");
    }

    @Test
    void anAcknowledgementIsAskedForOfFramesInQuickSuccession() {
        long line = acknowledged();
        offer("one");
        await("one", () -> batches(line).size() == 1);
        offer("two");
        await("two", () -> batches(line).size() == 2);
        assertTrue(batches(line).getFirst().patient());
        Packet.Frames second = batches(line).getLast();
        boolean quick = counters.get("link.batches-sent") == 2;
        assertTrue(quick, "two batches");
        if (second.patient()) return; // this machine took 2 ms between the two
        long before = System.nanoTime();
        offer("three");
        await("three", () -> batches(line).size() == 3);
        assertTrue(System.nanoTime() - before >= 2_000_000L, "it waits for company");
    }

    @Test
    void whatMayWaitGathersAndIsSentTogether() {
        long line = acknowledged();
        offer("frame");
        await("the sender is there", () -> batches(line).size() == 1);
        for (int i = 0; i < 1_000; i++) {
            frames.add(Ledger.bytes("frame"));
            outgoing.wake(Channel.ENTITY, 300_000_000L);
        }
        await("all", () -> bytes(batches(line)) == 1_001 * 5);
        int more = batches(line).size() - 1;
        assertTrue(more <= 3, more + " batches for a thousand frames");
    }

    @Test
    void whatMayWaitGoesWithWhatMayNot() {
        long line = acknowledged();
        frames.add(Ledger.bytes("patient"));
        outgoing.wake(Channel.ENTITY, 3_600_000_000_000L);
        frames.add(Ledger.bytes("urgent"));
        outgoing.wake(Channel.ENTITY);
        await("both", () -> bytes(batches(line)) == 13);
    }

    @Test
    void anAcknowledgementGoesAlongWithFrames() throws Exception {
        long line = acknowledged();
        owed.set(new Packet.Ack(7, 9));
        offer("one");
        await("one", () -> !batches(line).isEmpty());
        List<Packet.Piece> pieces = batches(line).getFirst().pieces();
        assertEquals(2, pieces.size());
        assertEquals(new Packet.Ack(7, 9), Wire.ack(pieces.getLast().bytes()));
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

    private static Packet.Frames patient(Packet.Frames frames) {
        return new Packet.Frames(frames.line(), frames.first(), frames.pieces(), true);
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
        return new Packet.Frames(line, first, pieces, false);
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
                                new Packet.Piece(code, false, false, Ledger.bytes("whole"))),
                        false));
        assertEquals(List.of(Ledger.GAP, "whole"), received);
    }

    @Test
    void framesWhoseSenderIsPatientAreAcknowledgedWithOursOrWhenItAsks() {
        arrive(new Packet.Open(1, 0));
        answers.clear();
        arrive(patient(batch(1, 0, "one")));
        arrive(patient(batch(1, 1, "two")));
        assertEquals(List.of(), List.copyOf(answers));
        assertEquals(new Packet.Ack(1, 2), incoming.owed());
        assertNull(incoming.owed(), "it is taken once");
        arrive(batch(1, 2, "three"));
        assertEquals(List.of(new Packet.Ack(1, 3)), List.copyOf(answers));
        assertNull(incoming.owed(), "it was said");
        arrive(patient(batch(1, 3, "four")));
        arrive(new Packet.Open(1, 4));
        assertEquals(new Packet.Ack(1, 4), answers.getLast());
    }

    @Test
    void muchIsAcknowledgedToAPatientSenderToo() {
        arrive(new Packet.Open(1, 0));
        answers.clear();
        String text = "x".repeat(8 * 1024);
        for (int i = 0; i < 8; i++) arrive(patient(batch(1, i, text)));
        assertEquals(2, answers.size(), "of 64 KB: " + answers);
    }

    @Test
    void anAcknowledgementAmongFramesIsHeardAndOneThatIsNoneIsRefused() {
        arrive(new Packet.Open(1, 0));
        List<Packet.Piece> pieces =
                List.of(
                        Wire.piece(new Packet.Ack(5, 6)),
                        new Packet.Piece(Channel.LINK.code(), false, false, new byte[3]),
                        new Packet.Piece(Channel.LINK.code(), false, false, new byte[17]));
        arrive(new Packet.Frames(1, 0, pieces, false));
        assertEquals(List.of(new Packet.Ack(5, 6)), heard);
        assertEquals(List.of(), received);
        assertEquals(2, counters.get("link.refused.malformed acknowledgement"));
        assertEquals(new Packet.Ack(1, 3), answers.getLast());
    }
}
