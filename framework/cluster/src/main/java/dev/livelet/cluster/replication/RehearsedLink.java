package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.Channel;
import dev.livelet.cluster.link.NodeId;
import dev.livelet.cluster.link.Switchboard;
import dev.livelet.cluster.link.View;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * One of two nodes that have only each other, in one process, for a rehearsal. All that is called
 * back is called on one thread, one after the other.
 */
final class RehearsedLink extends Switchboard {
    private final NodeId self;
    private final View view;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofVirtual().name("livelet-rehearsal").factory());
    private volatile RehearsedLink other = this;

    private RehearsedLink(NodeId self, View view) {
        this.self = self;
        this.view = view;
    }

    /** The one; {@link #other} is the other. */
    static RehearsedLink pair() {
        NodeId a = new NodeId("a", 1);
        NodeId b = new NodeId("b", 1);
        View both = new View(Set.of(a, b), Set.of());
        RehearsedLink first = new RehearsedLink(a, both);
        RehearsedLink second = new RehearsedLink(b, both);
        first.other = second;
        second.other = first;
        return first;
    }

    RehearsedLink other() {
        return other;
    }

    @Override
    public NodeId self() {
        return self;
    }

    @Override
    public View view() {
        return view;
    }

    @Override
    public void watch(Consumer<View> watcher) {
        watcher.accept(view);
    }

    @Override
    public void wake(NodeId peer, Channel channel) {
        execute(() -> pull(channel));
    }

    private void pull(Channel channel) {
        for (byte[] frame = next(other.self, channel);
                frame != null;
                frame = next(other.self, channel)) other.received(self, channel, frame);
    }

    @Override
    public int frameSize() {
        return 32 * 1024;
    }

    @Override
    public void signal(NodeId to, Channel channel, byte[] body) {
        execute(() -> other.signalled(self, channel, body));
    }

    @Override
    public CompletableFuture<byte[]> ask(
            NodeId to, Channel channel, byte[] question, Duration within) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        execute(() -> other.asked(self, channel, question, answer::complete));
        return answer;
    }

    /** What comes after the end is for nobody. */
    private void execute(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) {
            if (!thread.isShutdown()) {
                throw e;
            }
        }
    }

    @Override
    public void leave() {
        // it ends with the rehearsal
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
