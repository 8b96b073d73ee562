package dev.livelet.cluster.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.livelet.cluster.link.Channel;
import dev.livelet.cluster.link.Link;
import dev.livelet.cluster.link.NodeId;
import dev.livelet.cluster.link.View;
import dev.livelet.spi.Replication;

import org.junit.jupiter.api.RepeatedTest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** On real threads: commits, acknowledgements and a claim, all at once. */
final class FenceRaceTest {
    private static final NodeId PEER = new NodeId("peer", 1);

    @RepeatedTest(50)
    void aClaimantGetsExactlyTheLastCommitThatWasAccepted() throws Exception {
        HandLink link = new HandLink();
        Replicator replicator =
                new Replicator(
                        link,
                        (delay, action) -> () -> {},
                        System::nanoTime,
                        new Board.Codec(),
                        ReplicationSettings.DEFAULT,
                        World.SEAL);
        List<Integer> released = new ArrayList<>();
        Replication.Ownership ownership = replicator.own("s", true, new Nobody());
        CountDownLatch running = new CountDownLatch(1);
        AtomicInteger accepted = new AtomicInteger();
        Thread commits =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    Board board = Board.EMPTY;
                                    for (int i = 1; ; i++) {
                                        int number = i;
                                        if (!ownership.commit(
                                                Cluster.copy(1, board, i),
                                                () -> {
                                                    synchronized (released) {
                                                        released.add(number);
                                                    }
                                                })) {
                                            return;
                                        }
                                        accepted.set(i);
                                        running.countDown();
                                    }
                                });
        Thread acknowledges =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    while (commits.isAlive()) {
                                        link.sendAndAcknowledge();
                                    }
                                });
        running.await();
        Thread.yield();
        CompletableFuture<byte[]> promise = new CompletableFuture<>();
        Out claim = new Out().tag(Tag.CLAIM).text("s");
        Epoch.of(2, PEER).write(claim);
        link.answerer.asked(PEER, claim.toBytes(), promise::complete);
        In answer = new In(promise.join());
        commits.join();
        acknowledges.join();

        assertEquals(Tag.PROMISE, answer.tag());
        assertEquals(accepted.get(), CopyReader.of(answer).head().sent());
        assertFalse(ownership.commit(Cluster.copy(1, Board.EMPTY, 1), () -> {}));
        synchronized (released) {
            for (int i = 0; i < released.size(); i++) {
                assertEquals(i + 1, released.get(i));
            }
        }
    }

    private static final class Nobody implements Replication.Owner {
        @Override
        public void fenced() {}

        @Override
        public void durable(int event) {}

        @Override
        public void where(String where) {}
    }

    /** A link to a peer that acknowledges what it is sent, when the test's thread says so. */
    private static final class HandLink implements Link {
        private Source source = peer -> null;
        private Receiver receiver = (from, body) -> {};
        private Answerer answerer = (from, question, reply) -> {};

        void sendAndAcknowledge() {
            byte[] frame = source.next(PEER);
            if (frame == null) {
                return;
            }
            In in = new In(frame);
            Stamp last = Stamp.NONE;
            while (!in.isAtEnd()) {
                in.tag();
                in.number();
                In message = new In(in.bytes());
                if (message.tag() == Tag.COPY) {
                    last = CopyReader.of(message).head().stamp();
                }
            }
            Out message = new Out().tag(Tag.ACKNOWLEDGED).number(1).text("s");
            last.write(message);
            receiver.received(
                    PEER,
                    new Out().tag(PeerQueue.ALL).number(0).bytes(message.toBytes()).toBytes());
        }

        @Override
        public NodeId self() {
            return new NodeId("self", 1);
        }

        @Override
        public View view() {
            return new View(Set.of(self(), PEER), Set.of());
        }

        @Override
        public void watch(Consumer<View> watcher) {
            watcher.accept(view());
        }

        @Override
        public void source(Channel channel, Source from) {
            source = from;
        }

        @Override
        public void receiver(Channel channel, Receiver to) {
            receiver = to;
        }

        @Override
        public void answerer(Channel channel, Answerer by) {
            answerer = by;
        }

        @Override
        public void signals(Channel channel, Receiver to) {}

        @Override
        public void wake(NodeId peer, Channel channel) {}

        @Override
        public int frameSize() {
            return 32_768;
        }

        @Override
        public void signal(NodeId to, Channel channel, byte[] body) {}

        @Override
        public CompletableFuture<byte[]> ask(
                NodeId to, Channel channel, byte[] question, Duration within) {
            return new CompletableFuture<>();
        }

        @Override
        public void leave() {}

        @Override
        public void close() {}
    }
}
