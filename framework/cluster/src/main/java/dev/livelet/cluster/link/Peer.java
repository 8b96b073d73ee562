package dev.livelet.cluster.link;

import org.jgroups.Address;
import org.jspecify.annotations.Nullable;

/**
 * All that this node has for another run of a node: its sender while it is a member, and what it
 * says, for as long as it is remembered.
 */
final class Peer {
    final NodeId node;
    final Address address;
    final Incoming incoming;

    /** Packets out of band, encoded: JChannel.send is called on this mailbox's thread only. */
    final Mailbox<byte[]> post;

    /** Posts from the peer. */
    final Mailbox<Packet.Post> inbox;

    volatile @Nullable Outgoing outgoing;
    volatile long heard = System.nanoTime();

    Peer(
            NodeId node,
            Address address,
            Incoming incoming,
            Mailbox<byte[]> post,
            Mailbox<Packet.Post> inbox) {
        this.node = node;
        this.address = address;
        this.incoming = incoming;
        this.post = post;
        this.inbox = inbox;
    }
}
