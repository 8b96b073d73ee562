package dev.livelet.cluster.link;

import org.jgroups.Address;
import org.jgroups.Message;
import org.jgroups.PhysicalAddress;
import org.jgroups.blocks.cs.Connection;
import org.jgroups.protocols.TCP;
import org.jgroups.util.AsciiString;
import org.jgroups.util.ByteArrayDataInputStream;
import org.jgroups.util.MessageBatch;
import org.jspecify.annotations.Nullable;

import java.io.DataInput;
import java.io.IOException;
import java.net.SocketException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * TCP as this link needs it: what comes is read by {@link Intake}, so that nothing is made of bytes
 * that no node of this kind sends; a packet without a sound length ends its connection; and closing
 * a connection never holds up a view.
 */
final class GuardedTcp extends TCP {
    /** The bundler's packets have 64 KB; views and digests of large clusters some more. */
    private static final int LONGEST = 1024 * 1024;

    private static final int SHORTEST = 3;
    private static final int MAX_CLUSTER_NAME = 1000;

    private final Counters counters;
    private final Reach reach;

    GuardedTcp(Counters counters, Reach reach) {
        this.counters = counters;
        this.reach = reach;
        log_details = false;
        log_accept_error = false;
    }

    /** A close writes to the peer, which may be paused with its buffers full. */
    @Override
    public void retainAll(Collection<Address> members) {
        List<Address> kept = List.copyOf(members);
        Thread.ofVirtual().name("livelet-link-closes").start(() -> super.retainAll(kept));
    }

    @Override
    public void connectionClosed(Connection connection) {
        super.connectionClosed(connection);
        Address node = logical_addr_cache.getByValue((PhysicalAddress) connection.peerAddress());
        if (node != null && !connection.isClosedGracefully()) reach.disconnected(node);
    }

    @Override
    public void receive(Address sender, DataInput in, int length) throws Exception {
        if (length < SHORTEST || length > LONGEST) {
            counters.count("link.refused.packet length");
            throw new SocketException("a packet of " + length + " bytes from " + sender);
        }
        byte[] packet = new byte[length];
        in.readFully(packet);
        receive(sender, packet, 0, length);
    }

    @Override
    public void receive(Address sender, byte[] data, int offset, int length) {
        if (Objects.equals(local_physical_addr, sender)) return;
        try {
            ByteArrayDataInputStream in = new ByteArrayDataInputStream(data, offset, length);
            short version = in.readShort();
            if (!versionMatch(version, sender)) throw new Wire.Refused("JGroups version");
            byte flags = in.readByte();
            boolean all = (flags & MULTICAST) != 0;
            Intake intake = new Intake(in);
            Address from = (flags & LIST) != 0 ? batch(intake, all) : single(intake, all);
            if (from != null && sender instanceof PhysicalAddress there) learn(from, there);
        } catch (Wire.Refused e) {
            counters.count("link.refused." + e.reason());
            log.debug("a packet from %s was refused: %s", sender, e.reason());
        } catch (IOException | RuntimeException e) {
            counters.count("link.refused.truncated");
            log.debug("a packet from %s was refused: %s", sender, e);
        }
    }

    /**
     * Where a member is, from its own connection. Discovery tells it to who asks, and what tells it
     * may be lost or out of date just then: a view can have a member whose address this node was
     * never told, and whom it could not answer for as long as it asks in vain. The member's
     * heartbeats come all the same, each second. What is known stays.
     */
    private void learn(Address member, PhysicalAddress there) {
        if (getPhysicalAddressFromCache(member) != null
                || !(getBundler() instanceof PeerBundler bundler && bundler.isPresent(member)))
            return;
        if (addPhysicalAddressToCache(member, there, false))
            counters.count("link.addresses-learned");
    }

    private @Nullable Address single(Intake intake, boolean all) throws IOException, Wire.Refused {
        Message message = intake.message();
        if (!all && unicastDestMismatch(message.getDest())) return null;
        msg_processing_policy.process(message, message.isFlagSet(Message.Flag.OOB));
        msg_stats.received(message);
        return message.getSrc();
    }

    private Address batch(Intake intake, boolean all) throws IOException, Wire.Refused {
        Address to = intake.address();
        Address from = intake.address();
        short length = intake.number();
        if (length > MAX_CLUSTER_NAME) throw new Wire.Refused("cluster name");
        AsciiString cluster = length < 0 ? null : new AsciiString(intake.bytes(length));
        int count = intake.count();
        MessageBatch regular = null;
        MessageBatch oob = null;
        for (int i = 0; i < count; i++) {
            Message message = intake.message().setDest(to);
            if (message.getSrc() == null) message.setSrc(from);
            if (message.isFlagSet(Message.Flag.OOB)) {
                if (oob == null)
                    oob = new MessageBatch(to, from, cluster, all, MessageBatch.Mode.OOB, count);
                oob.add(message);
            } else {
                if (regular == null)
                    regular =
                            new MessageBatch(to, from, cluster, all, MessageBatch.Mode.REG, count);
                regular.add(message);
            }
        }
        if (oob != null) msg_stats.received(oob);
        if (regular != null) msg_stats.received(regular);
        processBatch(oob, true);
        processBatch(regular, false);
        return from;
    }
}
