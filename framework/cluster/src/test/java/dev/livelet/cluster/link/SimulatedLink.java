package dev.livelet.cluster.link;

import dev.livelet.spi.Timers;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One node's link in a {@link SimulatedNetwork}, and that node's life: what happens at it waits
 * while it is paused, and happens no more when it is dead.
 */
public final class SimulatedLink extends Switchboard {
    private record Ripe(NodeId peer, Channel channel, Duration within) {}

    private final SimulatedNetwork network;
    private final NodeId self;
    private final List<Consumer<View>> watchers = new ArrayList<>();
    private final Map<NodeId, SimulatedStream> streams = new HashMap<>();
    private final Set<NodeId> met = new HashSet<>();
    private final Set<Ripe> ripening = new HashSet<>();
    private final Deque<Runnable> held = new ArrayDeque<>();
    private final Deque<Runnable> heldTimers = new ArrayDeque<>();
    private View view = new View(Set.of(), Set.of());
    private boolean dead;
    private boolean paused;
    private boolean leaving;
    private int framesSent;

    SimulatedLink(SimulatedNetwork network, NodeId self) {
        this.network = network;
        this.self = self;
    }

    /** This node's timers: they wait while it is paused, and end with it. */
    public Timers timers() {
        return (delay, action) -> {
            boolean[] cancelled = new boolean[1];
            Runnable unlessCancelled =
                    () -> {
                        if (!cancelled[0]) {
                            action.run();
                        }
                    };
            Timers.Timer timer =
                    network.clock().after(delay, () -> happens(heldTimers, unlessCancelled));
            return () -> {
                cancelled[0] = true;
                timer.cancel();
            };
        };
    }

    public boolean isAlive() {
        return !dead;
    }

    /** To all peers. */
    public int framesSent() {
        return framesSent;
    }

    public boolean isPaused() {
        return paused;
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
        watchers.add(watcher);
        watcher.accept(view);
    }

    @Override
    public void wake(NodeId peer, Channel channel) {
        if (!dead && view.has(peer) && !peer.equals(self)) {
            stream(peer).wake(channel);
        }
    }

    @Override
    public void wake(NodeId peer, Channel channel, Duration within) {
        Ripe ripe = new Ripe(peer, channel, within);
        if (ripening.add(ripe)) {
            timers().after(
                            within,
                            () -> {
                                ripening.remove(ripe);
                                wake(peer, channel);
                            });
        }
    }

    @Override
    public int frameSize() {
        return network.frameSize();
    }

    @Override
    public void signal(NodeId to, Channel channel, byte[] body) {
        if (dead || network.loses()) {
            return;
        }
        carry(to, node -> node.signalled(self, channel, body), () -> {});
    }

    @Override
    public CompletableFuture<byte[]> ask(
            NodeId to, Channel channel, byte[] question, Duration within) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        if (dead) {
            return answer;
        }
        timers().after(
                        within,
                        () ->
                                answer.completeExceptionally(
                                        new TimeoutException(to + " did not answer")));
        if (!network.loses()) {
            Consumer<byte[]> reply = body -> happens(() -> answer.complete(body));
            carry(
                    to,
                    node -> node.questioned(self, channel, question, reply),
                    () -> answer.completeExceptionally(new NodeGone(to, "it refuses")));
        }
        return answer;
    }

    /** What is answered goes back through the network. */
    private void questioned(NodeId from, Channel channel, byte[] question, Consumer<byte[]> reply) {
        asked(
                from,
                channel,
                question,
                body -> {
                    if (!dead && !network.loses()) {
                        carry(from, node -> reply.accept(body), () -> {});
                    }
                });
    }

    /** A way through the network that nothing orders; {@code refused} if the node is no more. */
    private void carry(NodeId to, Consumer<SimulatedLink> at, Runnable refused) {
        network.clock()
                .after(
                        network.latency(),
                        () -> {
                            if (!network.reaches(self, to)) {
                                return;
                            }
                            if (network.knows(to) && network.node(to).isAlive()) {
                                SimulatedLink node = network.node(to);
                                node.happens(() -> at.accept(node));
                            } else {
                                network.clock().after(network.latency(), () -> happens(refused));
                            }
                        });
    }

    @Override
    public void leave() {
        if (!dead && !leaving) {
            leaving = true;
            Set<NodeId> all = new HashSet<>(view.leaving());
            all.add(self);
            install(new View(view.members(), all));
            network.leaves(this);
        }
    }

    @Override
    public void close() {
        if (!dead) {
            leaving = true;
            die();
            network.gone(this);
        }
    }

    boolean isLeaving() {
        return leaving;
    }

    boolean met(NodeId node) {
        return met.contains(node);
    }

    SimulatedStream stream(NodeId peer) {
        return streams.computeIfAbsent(peer, to -> new SimulatedStream(network, this, to));
    }

    @Override
    protected byte @Nullable [] next(NodeId peer, Channel channel) {
        byte[] frame = super.next(peer, channel);
        framesSent += frame == null ? 0 : 1;
        return frame;
    }

    void gap(NodeId from) {
        handlers.receivers.forEach((channel, receiver) -> receiver.gap(from));
    }

    void install(View next) {
        if (dead) {
            return;
        }
        view = next;
        met.addAll(next.members());
        streams.forEach(
                (peer, stream) -> {
                    if (!next.has(peer)) {
                        stream.lose();
                    }
                });
        List.copyOf(watchers).forEach(w -> w.accept(next));
    }

    void die() {
        dead = true;
        held.clear();
        heldTimers.clear();
        streams.values().forEach(SimulatedStream::breakOff);
    }

    void pause() {
        paused = true;
    }

    void resume() {
        if (paused) {
            paused = false;
            drain(held, Duration.ofNanos(200_000));
            drain(heldTimers, Duration.ofMillis(5));
        }
    }

    /** What comes from outside. */
    void happens(Runnable what) {
        happens(held, what);
    }

    private void happens(Deque<Runnable> queue, Runnable what) {
        if (dead) {
            return;
        }
        if (paused || !queue.isEmpty()) {
            queue.add(what);
        } else {
            what.run();
        }
    }

    /** After a pause: what waited comes in its order, timers in between messages. */
    private void drain(Deque<Runnable> queue, Duration most) {
        network.clock()
                .after(
                        network.between(Duration.ZERO, most),
                        () -> {
                            if (paused || dead) {
                                return;
                            }
                            Runnable first = queue.peek();
                            if (first != null) {
                                first.run();
                                queue.poll();
                                drain(queue, most);
                            }
                        });
    }

    @Override
    public String toString() {
        return self.toString();
    }
}
