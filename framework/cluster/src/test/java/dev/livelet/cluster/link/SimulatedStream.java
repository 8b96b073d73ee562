package dev.livelet.cluster.link;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Set;

/**
 * The frames from one node to another: in order, at most a window of bytes on the way. A new {@code
 * generation} begins where frames were lost.
 */
final class SimulatedStream {
    private record Frame(Channel channel, byte[] body, int generation) {}

    private final SimulatedNetwork network;
    private final SimulatedLink from;
    private final NodeId to;
    private final Set<Channel> ready = EnumSet.noneOf(Channel.class);
    private final Deque<Frame> transit = new ArrayDeque<>();
    private int generation;
    private int received;
    private int bytes;
    private boolean pulls;
    private boolean carries;

    SimulatedStream(SimulatedNetwork network, SimulatedLink from, NodeId to) {
        this.network = network;
        this.from = from;
        this.to = to;
    }

    void wake(Channel channel) {
        ready.add(channel);
        pullSoon();
    }

    /** All on the way is lost. */
    void lose() {
        generation++;
        bytes = 0;
        transit.clear();
    }

    /** The sender dies: what was last on the way may not have left it. */
    void breakOff() {
        int lost = network.random().nextInt(transit.size() + 1);
        for (int i = 0; i < lost; i++) {
            transit.removeLast();
        }
    }

    private void pullSoon() {
        if (!pulls) {
            pulls = true;
            network.clock()
                    .after(
                            network.between(Duration.ZERO, Duration.ofMillis(1)),
                            () ->
                                    from.happens(
                                            () -> {
                                                pulls = false;
                                                pull();
                                            }));
        }
    }

    private void pull() {
        if (!from.view().has(to)) {
            ready.clear();
            return;
        }
        while (bytes < network.window() && !ready.isEmpty()) {
            // one of each in turn, so that no channel holds up another
            for (Iterator<Channel> i = EnumSet.copyOf(ready).iterator(); i.hasNext(); ) {
                Channel channel = i.next();
                ready.remove(channel);
                byte[] body = from.next(to, channel);
                if (body != null) {
                    ready.add(channel);
                    bytes += body.length;
                    transit.add(new Frame(channel, body, generation));
                }
            }
        }
        carry();
    }

    private void carry() {
        if (!carries && !transit.isEmpty()) {
            carries = true;
            network.clock().after(network.latency(), this::arrive);
        }
    }

    private void arrive() {
        carries = false;
        if (!network.reaches(from.self(), to)) {
            // sent again by the layer below until someone is excluded
            carries = true;
            network.clock().after(Duration.ofMillis(20), this::arrive);
            return;
        }
        SimulatedLink node = network.node(to);
        if (!node.isAlive()) {
            lose();
            return;
        }
        while (!transit.isEmpty()) {
            Frame frame = transit.remove();
            node.happens(() -> receive(node, frame));
        }
    }

    private void receive(SimulatedLink node, Frame frame) {
        network.clock()
                .after(
                        network.latency(),
                        () -> {
                            if (frame.generation == generation) {
                                bytes -= frame.body.length;
                                pullSoon();
                            }
                        });
        if (!node.view().has(from.self()) && network.random().nextBoolean()) {
            received = -1;
            return;
        }
        if (frame.generation != received) {
            received = frame.generation;
            node.gap(from.self());
        }
        node.received(from.self(), frame.channel, frame.body);
    }
}
