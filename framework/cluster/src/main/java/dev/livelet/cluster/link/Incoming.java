package dev.livelet.cluster.link;

import dev.livelet.cluster.link.Link.Receiver;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The frames of one peer, on one thread and in order. Nothing is taken from a node that is no
 * member here: what it sends is dropped and answered, once a second, with a fence. Where frames are
 * missing, or may be, all receivers are told before the next one.
 */
final class Incoming {
    /** A peer that keeps to its window never has more on the way. */
    private static final int CAPACITY = 2 * Outgoing.WINDOW;

    private static final int ACK_EACH = 32 * 1024;
    private static final long FENCE_EACH = 1_000_000_000L;

    /** No frame is longer; a peer that sends on without an end is cut off here. */
    private static final int MAX_FRAME = 32 * 1024 * 1024;

    private static final Logger log = LoggerFactory.getLogger(Incoming.class);

    private final NodeId peer;
    private final Map<Channel, Receiver> receivers;
    private final BooleanSupplier member;
    private final Consumer<Packet> answer;
    private final Consumer<Packet.Ack> acknowledged;
    private final Counters counters;
    private final Mailbox<Packet> mailbox;

    /** What is not acknowledged yet; {@link #owed} takes it. */
    private final AtomicReference<Packet.@Nullable Ack> owed = new AtomicReference<>();

    // The mailbox's thread only, but for broken.
    private final EnumMap<Channel, ByteArrayOutputStream> cuts = new EnumMap<>(Channel.class);
    private volatile boolean broken;
    private boolean known;
    private long line = -1;
    private long expected;
    private int unacknowledged;

    /** The sender waits for an acknowledgement. */
    private boolean asked;

    private long lastFence = System.nanoTime() - FENCE_EACH;

    /**
     * @param known another run of this node was heard here: its first line is a gap
     * @param member whether the peer is a member now
     * @param answer sends to the peer, out of band
     * @param acknowledged is told of what came among frames
     */
    Incoming(
            NodeId peer,
            boolean known,
            Map<Channel, Receiver> receivers,
            BooleanSupplier member,
            Consumer<Packet> answer,
            Consumer<Packet.Ack> acknowledged,
            Executor executor,
            Counters counters) {
        this.peer = peer;
        this.known = known;
        this.receivers = receivers;
        this.member = member;
        this.answer = answer;
        this.acknowledged = acknowledged;
        this.counters = counters;
        this.mailbox = new Mailbox<>(executor, CAPACITY, this::take);
    }

    /** On JGroups' thread. */
    void offer(Packet packet, int size) {
        if (mailbox.offer(packet, size)) return;
        broken = true;
        counters.count("link.overrun");
    }

    /** What frames to the peer shall acknowledge to it; taken once. Any thread. */
    Packet.@Nullable Ack owed() {
        return owed.getAndSet(null);
    }

    private void take(Packet packet) {
        switch (packet) {
            case Packet.Open open -> opened(open);
            case Packet.Frames frames -> frames(frames);
            default -> throw new IllegalStateException(packet.toString());
        }
    }

    private void opened(Packet.Open open) {
        if (open.line() < line) return;
        if (!member.getAsBoolean()) {
            // A line that is not begun is asked for again; a fence could come late and end it.
            if (open.line() == line) fence(line);
        } else if (open.line() > line) {
            begin(open.line(), known);
            acknowledge();
        } else if (broken) {
            answer.accept(new Packet.Fence(line));
        } else {
            acknowledge();
        }
    }

    private void begin(long next, boolean gap) {
        line = next;
        expected = 0;
        owed.set(null);
        broken = false;
        known = true;
        cuts.clear();
        if (gap) gap();
    }

    private void frames(Packet.Frames frames) {
        if (!member.getAsBoolean()) {
            broken = true;
            counters.add("link.frames-fenced", frames.pieces().size());
            fence(frames.line());
            return;
        }
        if (frames.line() < line) {
            counters.add("link.frames-stale", frames.pieces().size());
            return;
        }
        if (frames.line() > line) begin(frames.line(), true);
        if (frames.first() > expected) {
            gap();
            cuts.clear();
            expected = frames.first();
        }
        broken = false;
        if (owed.get() == null) unacknowledged = 0;
        long number = frames.first();
        for (Packet.Piece piece : frames.pieces()) {
            if (number++ < expected) continue;
            expected = number;
            piece(piece);
            unacknowledged += Wire.PIECE_HEAD + piece.bytes().length;
        }
        asked |= !frames.patient();
        if (unacknowledged >= ACK_EACH || asked && mailbox.isEmpty()) acknowledge();
        else owed.set(new Packet.Ack(line, expected));
    }

    private void piece(Packet.Piece piece) {
        counters.count("link.frames-received");
        counters.add("link.bytes-received", piece.bytes().length);
        Channel channel = Handlers.channel(piece.channel());
        if (channel == Channel.LINK) {
            acknowledgement(piece);
            return;
        }
        Receiver receiver = channel == null ? null : receivers.get(channel);
        if (channel == null || receiver == null) {
            counters.count("link.refused.no such channel");
            return;
        }
        byte[] frame = whole(channel, piece);
        if (frame == null) return;
        try {
            receiver.received(peer, frame);
        } catch (RuntimeException e) {
            counters.count("link.receiver-failed");
            log.error("A frame of {} from {} was not taken", channel, peer, e);
        }
    }

    private void acknowledgement(Packet.Piece piece) {
        try {
            acknowledged.accept(Wire.ack(piece.bytes()));
        } catch (Wire.Refused e) {
            counters.count("link.refused." + e.reason());
        }
    }

    /** The frame that ends with this piece, null when there is none. */
    private byte @Nullable [] whole(Channel channel, Packet.Piece piece) {
        ByteArrayOutputStream cut = cuts.get(channel);
        // The beginning was lost, and that was told.
        if (piece.continues() && cut == null) return null;
        if (cut == null) {
            if (!piece.more()) return piece.bytes();
            cut = new ByteArrayOutputStream();
            cuts.put(channel, cut);
        }
        cut.writeBytes(piece.bytes());
        if (cut.size() > MAX_FRAME) {
            counters.count("link.refused.frame too long");
            cuts.remove(channel);
            gap();
            return null;
        }
        if (piece.more()) return null;
        cuts.remove(channel);
        return cut.toByteArray();
    }

    private void gap() {
        counters.count("link.gaps");
        receivers.forEach(
                (channel, receiver) -> {
                    try {
                        receiver.gap(peer);
                    } catch (RuntimeException e) {
                        counters.count("link.receiver-failed");
                        log.error("A gap of {} from {} was not taken", channel, peer, e);
                    }
                });
    }

    private void acknowledge() {
        unacknowledged = 0;
        asked = false;
        owed.set(null);
        counters.count("link.acknowledgements-sent");
        answer.accept(new Packet.Ack(line, expected));
    }

    private void fence(long fenced) {
        long now = System.nanoTime();
        if (now - lastFence < FENCE_EACH) return;
        lastFence = now;
        counters.count("link.fences-sent");
        answer.accept(new Packet.Fence(fenced));
    }
}
