package dev.livelet.cluster.stream;

import dev.livelet.cluster.link.Channel;
import dev.livelet.cluster.link.Link;
import dev.livelet.cluster.link.NodeId;
import dev.livelet.cluster.link.View;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The other nodes of a channel: one {@link StreamPeer} for each that is in the view or was heard
 * of. Frames may come before the view that has their sender, and after the one that has it no more.
 * Thread-safe; nothing blocks.
 */
public final class Streams<P extends StreamPeer> {
    private final Map<NodeId, P> peers = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final Link link;
    private final Channel channel;
    private final Function<NodeId, P> made;

    /**
     * @param made makes the peer of a node
     */
    public Streams(Link link, Channel channel, Function<NodeId, P> made) {
        this.link = link;
        this.channel = channel;
        this.made = made;
    }

    /** Takes the channel. Called once, before the link starts. */
    public void open() {
        int limit = link.frameSize();
        link.source(
                channel,
                node -> {
                    P peer = peers.get(node);
                    return peer == null ? null : peer.next(limit);
                });
        link.receiver(
                channel,
                new Link.Receiver() {
                    @Override
                    public void received(NodeId from, byte[] body) {
                        peer(from).received(body);
                    }

                    @Override
                    public void gap(NodeId from) {
                        peer(from).gap();
                    }
                });
        link.watch(this::viewed);
    }

    private P peer(NodeId node) {
        return peers.computeIfAbsent(node, made);
    }

    private void viewed(View view) {
        for (NodeId member : view.members()) {
            if (member.equals(link.self())) continue;
            P peer = peer(member);
            if (peer.isMember()) continue;
            peer.joined(numbers.incrementAndGet());
            wake(peer);
        }
        for (P peer : peers.values()) if (peer.isMember() && !view.has(peer.id())) peer.left();
    }

    /** The peer has something to say. */
    public void wake(P peer) {
        link.wake(peer.id(), channel);
    }

    /** Each member at this moment. */
    public void forEachMember(Consumer<P> action) {
        for (P peer : peers.values()) if (peer.isMember()) action.accept(peer);
    }

    /** Each node that is in the view or was heard of. */
    public void forEach(Consumer<P> action) {
        peers.values().forEach(action);
    }

    public boolean any(Predicate<P> condition) {
        return peers.values().stream().anyMatch(condition);
    }

    public boolean allMembers(Predicate<P> condition) {
        return peers.values().stream().allMatch(peer -> !peer.isMember() || condition.test(peer));
    }

    /** What is heard of them later is as if for the first time. */
    public void forgetIf(Predicate<P> condition) {
        peers.values().removeIf(peer -> !peer.isMember() && condition.test(peer));
    }
}
