package dev.livelet.cluster.link;

import org.jgroups.Address;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.Executor;

/**
 * What JGroups calls, on its threads: bytes are decoded and put where they belong, nothing else.
 * What is no packet is refused, by name of the reason, and no object is asked of any message.
 */
final class Ears implements Receiver {
    private static final Logger log = LoggerFactory.getLogger(Ears.class);

    private final NodeId self;
    private final Roster roster;
    private final Peers peers;
    private final Members members;
    private final Sender sender;
    private final Executor threads;
    private final Counters counters;

    Ears(
            NodeId self,
            Roster roster,
            Peers peers,
            Members members,
            Sender sender,
            Executor threads,
            Counters counters) {
        this.self = self;
        this.roster = roster;
        this.peers = peers;
        this.members = members;
        this.sender = sender;
        this.threads = threads;
        this.counters = counters;
    }

    @Override
    public void viewAccepted(org.jgroups.View view) {
        members.install(view);
    }

    @Override
    public void receive(Message message) {
        Address from = message.getSrc();
        if (from == null) return;
        if (message.getType() != Message.BYTES_MSG || message.getDest() == null) {
            counters.count("link.refused.message type " + message.getClass().getSimpleName());
            return;
        }
        byte[] bytes = message.getArray();
        int length = message.getLength();
        try {
            if (bytes == null) throw new Wire.Refused("truncated");
            heard(from, Wire.decode(bytes, message.getOffset(), length), length);
        } catch (Wire.Refused e) {
            counters.count("link.refused." + e.reason());
            log.debug("A message of {} was refused: {}", from, e.reason());
        }
    }

    private void heard(Address from, Wire.Letter letter, int size) throws Wire.Refused {
        switch (letter.packet()) {
            case Packet.Who _ -> {
                byte[] hello = sender.encode(new Packet.Hello(self.name(), self.incarnation()));
                threads.execute(() -> sender.outOfBand(from, hello));
            }
            case Packet.Hello hello -> {
                if (roster.named(from, new NodeId(hello.name(), hello.incarnation())))
                    members.renamed();
            }
            case Packet.Bye _ -> {
                if (roster.unnamed(from)) members.renamed();
            }
            default -> {
                NodeId node = roster.node(from);
                Peer peer = node == null || node.equals(self) ? null : peers.at(node);
                if (peer == null) throw new Wire.Refused("nameless sender");
                peer.heard = System.nanoTime();
                if (letter.leaving()) members.left(peer.node);
                heard(peer, letter.packet(), size);
            }
        }
    }

    private void heard(Peer peer, Packet packet, int size) {
        Outgoing outgoing = peer.outgoing;
        switch (packet) {
            case Packet.Frames frames -> peer.incoming.offer(frames, size);
            case Packet.Open open -> {
                peer.incoming.offer(open, size);
                if (outgoing != null) outgoing.kick();
            }
            case Packet.Ack ack -> {
                if (outgoing != null) outgoing.acknowledged(ack);
            }
            case Packet.Fence fence -> {
                counters.count("link.fences-received");
                if (outgoing != null) outgoing.fenced(fence);
            }
            case Packet.Post post -> {
                if (!peer.inbox.offer(post, size)) counters.count("link.posts-overrun");
            }
            case Packet.Leaving _ -> {} // its flag has said it
            case Packet.Who _, Packet.Hello _, Packet.Bye _ -> throw new IllegalStateException();
        }
    }
}
