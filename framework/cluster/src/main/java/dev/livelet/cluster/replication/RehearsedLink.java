package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.Channel;
import dev.livelet.cluster.link.Link;
import dev.livelet.cluster.link.NodeId;
import dev.livelet.cluster.link.View;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
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
final class RehearsedLink implements Link {
    private final NodeId self;
    private final View view;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofVirtual().name("livelet-rehearsal").factory());
    private final Map<Channel, Source> sources = new EnumMap<>(Channel.class);
    private final Map<Channel, Receiver> receivers = new EnumMap<>(Channel.class);
    private final Map<Channel, Answerer> answerers = new EnumMap<>(Channel.class);
    private final Map<Channel, Receiver> signals = new EnumMap<>(Channel.class);
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
    public void source(Channel channel, Source source) {
        sources.put(channel, source);
    }

    @Override
    public void receiver(Channel channel, Receiver receiver) {
        receivers.put(channel, receiver);
    }

    @Override
    public void answerer(Channel channel, Answerer answerer) {
        answerers.put(channel, answerer);
    }

    @Override
    public void signals(Channel channel, Receiver receiver) {
        signals.put(channel, receiver);
    }

    @Override
    public void wake(NodeId peer, Channel channel) {
        execute(() -> pull(channel));
    }

    private void pull(Channel channel) {
        Source source = Objects.requireNonNull(sources.get(channel));
        Receiver receiver = Objects.requireNonNull(other.receivers.get(channel));
        for (byte[] frame = source.next(other.self);
                frame != null;
                frame = source.next(other.self)) {
            receiver.received(self, frame);
        }
    }

    @Override
    public int frameSize() {
        return 32 * 1024;
    }

    @Override
    public void signal(NodeId to, Channel channel, byte[] body) {
        execute(() -> Objects.requireNonNull(other.signals.get(channel)).received(self, body));
    }

    @Override
    public CompletableFuture<byte[]> ask(
            NodeId to, Channel channel, byte[] question, Duration within) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        execute(
                () ->
                        Objects.requireNonNull(other.answerers.get(channel))
                                .asked(self, question, answer::complete));
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
