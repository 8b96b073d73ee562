package dev.livelet.cluster.link;

import org.jgroups.Address;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** The nodes that this one has to do with: all members, and some that are none. Thread-safe. */
final class Peers {
    private static final int POST_CAPACITY = 40 * 1024 * 1024;
    private static final int INBOX_CAPACITY = 40 * 1024 * 1024;
    private static final int MAX_PEERS = 256;
    private static final int MAX_NAMES = 10_000;

    private final ConcurrentMap<NodeId, Peer> peers = new ConcurrentHashMap<>();
    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final AtomicLong lines = new AtomicLong();
    private final Roster roster;
    private final Handlers handlers;
    private final Sender sender;
    private final Executor threads;
    private final Executor outOfBand;
    private final Counters counters;
    private final BiConsumer<NodeId, Posts.Post> posted;

    /**
     * @param threads for frames
     * @param outOfBand for what is said out of band
     * @param posted takes whole posts, on a thread of their sender's own
     */
    Peers(
            Roster roster,
            Handlers handlers,
            Sender sender,
            Executor threads,
            Executor outOfBand,
            Counters counters,
            BiConsumer<NodeId, Posts.Post> posted) {
        this.roster = roster;
        this.handlers = handlers;
        this.sender = sender;
        this.threads = threads;
        this.outOfBand = outOfBand;
        this.counters = counters;
        this.posted = posted;
    }

    Collection<Peer> all() {
        return peers.values();
    }

    @Nullable Peer known(NodeId node) {
        return peers.get(node);
    }

    /** Null when its address is not known. */
    @Nullable Peer at(NodeId node) {
        Peer known = peers.get(node);
        if (known != null) return known;
        Address address = roster.address(node);
        if (address == null) return null;
        if (peers.size() >= MAX_PEERS) forgetOne();
        return peers.computeIfAbsent(node, _ -> meet(node, address));
    }

    private Peer meet(NodeId node, Address address) {
        boolean heardOfName = names.size() >= MAX_NAMES || !names.add(node.name());
        Posts parts = new Posts(counters);
        Incoming incoming =
                new Incoming(
                        node,
                        heardOfName,
                        handlers.receivers,
                        () -> roster.view().has(node),
                        packet -> answer(node, packet),
                        ack -> acknowledged(node, ack),
                        threads,
                        counters);
        return new Peer(
                node,
                address,
                incoming,
                new Mailbox<>(outOfBand, POST_CAPACITY, bytes -> sender.outOfBand(address, bytes)),
                new Mailbox<>(
                        outOfBand,
                        INBOX_CAPACITY,
                        part -> {
                            Posts.Post whole = parts.join(part);
                            if (whole != null) posted.accept(node, whole);
                        }));
    }

    private void answer(NodeId to, Packet packet) {
        Peer peer = peers.get(to);
        if (peer != null) post(peer, packet);
    }

    private void acknowledged(NodeId by, Packet.Ack ack) {
        Peer peer = peers.get(by);
        Outgoing outgoing = peer == null ? null : peer.outgoing;
        if (outgoing != null) outgoing.acknowledged(ack);
    }

    private void forgetOne() {
        Peer oldest = null;
        for (Peer peer : peers.values())
            if (peer.outgoing == null && (oldest == null || peer.heard - oldest.heard < 0))
                oldest = peer;
        if (oldest != null) peers.remove(oldest.node, oldest);
    }

    /** False when the node's address is not known. */
    boolean post(NodeId to, Posts.Post post) {
        Peer peer = at(to);
        if (peer == null) return false;
        for (Packet packet : Posts.cut(post)) post(peer, packet);
        return true;
    }

    void post(Peer peer, Packet packet) {
        byte[] bytes = sender.encode(packet);
        if (!peer.post.offer(bytes, bytes.length)) counters.count("link.posts-dropped");
    }

    /** A member: frames may go to it. */
    void startFrames(Peer peer) {
        Outgoing outgoing =
                new Outgoing(
                        peer.node,
                        handlers.sources,
                        lines,
                        peer.incoming::owed,
                        packet -> {
                            if (packet instanceof Packet.Frames frames)
                                sender.frames(peer.address, frames);
                            else post(peer, packet);
                        },
                        counters);
        peer.outgoing = outgoing;
        // not virtual: it sleeps and wakes by itself, and writes, without another's doing
        Thread.ofPlatform().daemon().name("livelet-to-" + peer.node.name()).start(outgoing);
    }

    void stopFrames(Peer peer) {
        Outgoing outgoing = peer.outgoing;
        peer.outgoing = null;
        if (outgoing != null) outgoing.close();
    }
}
