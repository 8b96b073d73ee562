package dev.livelet.cluster.link;

import dev.livelet.cluster.link.Link.Source;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pulls frames for one peer from the channels that have some, in turn, and cuts those that are too
 * long for a batch. Confined to the peer's sender, but for {@link #want}.
 */
final class Batcher {
    /** A batch is sent when it has so much, and has at most twice as much. */
    static final int BATCH = 24 * 1024;

    private static final Logger log = LoggerFactory.getLogger(Batcher.class);
    private static final Channel[] CHANNELS = Channel.values();
    static final int ALL = Arrays.stream(CHANNELS).mapToInt(Batcher::bit).sum();

    private static final class Cut {
        final byte[] frame;
        int from;

        Cut(byte[] frame) {
            this.frame = frame;
        }
    }

    private final NodeId peer;
    private final Map<Channel, Source> sources;
    private final Counters counters;
    private final AtomicInteger wanted = new AtomicInteger();
    private final EnumMap<Channel, Cut> cuts = new EnumMap<>(Channel.class);
    private int turn;
    private boolean full;

    Batcher(NodeId peer, Map<Channel, Source> sources, Counters counters) {
        this.peer = peer;
        this.sources = sources;
        this.counters = counters;
    }

    static int bit(Channel channel) {
        return 1 << channel.code();
    }

    /** There is something on these channels. True if that was not known. Any thread. */
    boolean want(int bits) {
        return bits != 0 && (wanted.getAndUpdate(before -> before | bits) & bits) != bits;
    }

    boolean isEmpty() {
        return wanted.get() == 0 && cuts.isEmpty();
    }

    /** Whether the last batch left something behind. */
    boolean wasFull() {
        return full;
    }

    /** What was cut belongs to a line that is gone; its rest means nothing. */
    void clear() {
        cuts.clear();
    }

    /** May give nothing. */
    List<Packet.Piece> next() {
        List<Packet.Piece> pieces = new ArrayList<>();
        int size = 0;
        int empty = 0;
        while (size < BATCH && empty < CHANNELS.length) {
            Channel channel = CHANNELS[turn];
            turn = (turn + 1) % CHANNELS.length;
            Packet.Piece piece = next(channel);
            if (piece == null) {
                empty++;
            } else {
                empty = 0;
                pieces.add(piece);
                size += Wire.PIECE_HEAD + piece.bytes().length;
            }
        }
        full = size >= BATCH;
        return pieces;
    }

    private Packet.@Nullable Piece next(Channel channel) {
        Cut cut = cuts.get(channel);
        if (cut == null) {
            byte[] frame = pull(channel);
            if (frame == null) return null;
            if (frame.length <= BATCH) return new Packet.Piece(channel.code(), false, false, frame);
            cut = new Cut(frame);
            cuts.put(channel, cut);
        }
        boolean continues = cut.from > 0;
        int to = Math.min(cut.from + BATCH, cut.frame.length);
        byte[] bytes = Arrays.copyOfRange(cut.frame, cut.from, to);
        cut.from = to;
        boolean more = to < cut.frame.length;
        if (!more) cuts.remove(channel);
        return new Packet.Piece(channel.code(), continues, more, bytes);
    }

    private byte @Nullable [] pull(Channel channel) {
        int bit = bit(channel);
        if ((wanted.getAndUpdate(bits -> bits & ~bit) & bit) == 0) return null;
        Source source = sources.get(channel);
        if (source == null) return null;
        try {
            byte[] frame = source.next(peer);
            if (frame != null) want(bit);
            return frame;
        } catch (RuntimeException e) {
            counters.count("link.source-failed");
            log.error("The source of {} failed for {}", channel, peer, e);
            return null;
        }
    }
}
