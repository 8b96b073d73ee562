package dev.livelet.cluster.link;

import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Hands packets to the channel, on threads of the link: frames to UNICAST3, everything else out of
 * band, without flow control and without retransmission, so that nothing is kept for a node that
 * does not take it.
 */
final class Sender {
    private static final Logger log = LoggerFactory.getLogger(Sender.class);

    private final Counters counters;
    private volatile @Nullable JChannel channel;
    private volatile boolean leaving;

    Sender(Counters counters) {
        this.counters = counters;
    }

    void open(JChannel opened) {
        channel = opened;
    }

    void close() {
        channel = null;
    }

    /** From now on every packet says that this node is going away. */
    void leave() {
        leaving = true;
    }

    byte[] encode(Packet packet) {
        return Wire.encode(packet, leaving);
    }

    void frames(Address to, Packet.Frames frames) {
        send(new ForMembers(to, encode(frames)));
    }

    /** Tells the transport that it need not carry it to somebody who is no member any more. */
    private static final class ForMembers extends BytesMessage implements Withheld {
        private final AtomicBoolean handedDown = new AtomicBoolean();

        ForMembers(Address to, byte[] bytes) {
            super(to, bytes);
        }

        @Override
        public boolean first() {
            return handedDown.compareAndSet(false, true);
        }
    }

    void outOfBand(Address to, byte[] packet) {
        send(
                new BytesMessage(to, packet)
                        .setFlag(
                                Message.Flag.OOB, Message.Flag.NO_FC, Message.Flag.NO_RELIABILITY));
    }

    private void send(Message message) {
        JChannel open = channel;
        if (open == null) return;
        try {
            open.send(message);
        } catch (Exception e) {
            counters.count("link.send-failed");
            log.debug("Sending to {} failed", message.getDest(), e);
        }
    }
}
