package dev.livelet.cluster.link;

import dev.livelet.cluster.link.Link.Source;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The frames to one member, for as long as it is one: a thread that pulls from the channels in
 * turn, puts what it gets into batches, and has at most {@link #WINDOW} bytes unacknowledged. So
 * what a paused or slow peer costs is this thread and those bytes; everything else stays with the
 * sources.
 *
 * <p>A line is opened before anything is sent on it, and again after each sign that frames of the
 * last one may be lost: a fence, or a receiver that answers and still lacks what was sent {@link
 * #LOST} ago.
 */
final class Outgoing implements Runnable {
    /** Below UFC's credits, which are below the socket's buffers: nothing above ever waits. */
    static final int WINDOW = 256 * 1024;

    /** A batch is sent when it has so much, and has at most twice as much. */
    static final int BATCH = 24 * 1024;

    private static final long LINGER = 2_000_000L;
    private static final long PROBE = 300_000_000L;
    private static final long LOST = 5_000_000_000L;
    private static final long FIRST_RETRY = 50_000_000L;
    private static final long LAST_RETRY = 1_000_000_000L;

    private static final Logger log = LoggerFactory.getLogger(Outgoing.class);
    private static final Channel[] CHANNELS = Channel.values();
    private static final int ALL =
            Arrays.stream(CHANNELS).mapToInt(channel -> 1 << channel.code()).sum();

    private record Batch(long end, int bytes) {}

    private static final class Cut {
        final byte[] frame;
        int from;

        Cut(byte[] frame) {
            this.frame = frame;
        }
    }

    private final NodeId peer;
    private final Map<Channel, Source> sources;
    private final AtomicLong lines;
    private final Consumer<Packet> transmit;
    private final Counters counters;

    private final AtomicInteger wanted = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock.
    private boolean closed;
    private boolean opened;
    private long line;
    private long sent;
    private long done;
    private long inFlight;
    private long lastProgress;
    private long retry = FIRST_RETRY;
    private final ArrayDeque<Batch> batches = new ArrayDeque<>();

    // The sender's thread only.
    private final EnumMap<Channel, Cut> cuts = new EnumMap<>(Channel.class);
    private long cutLine = -1;
    private int turn;
    private boolean full;

    /**
     * @param lines gives the numbers of lines: rising in this run of this node
     * @param transmit hands a packet to JGroups; frames to UNICAST3, the others out of band
     */
    Outgoing(
            NodeId peer,
            Map<Channel, Source> sources,
            AtomicLong lines,
            Consumer<Packet> transmit,
            Counters counters) {
        this.peer = peer;
        this.sources = sources;
        this.lines = lines;
        this.transmit = transmit;
        this.counters = counters;
        this.line = lines.incrementAndGet();
    }

    void wake(Channel channel) {
        int bit = 1 << channel.code();
        if ((wanted.getAndUpdate(bits -> bits | bit) & bit) == 0) signal();
    }

    /** The peer shows itself: what waits for a time to try again does so now. */
    void kick() {
        lock.lock();
        try {
            retry = FIRST_RETRY;
            if (!opened) changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void acknowledged(Packet.Ack ack) {
        lock.lock();
        try {
            if (ack.line() != line || ack.done() > sent) return;
            if (!opened) {
                opened = true;
                retry = FIRST_RETRY;
            }
            // Acknowledgements come out of band: an earlier one may come later, and says nothing.
            if (ack.done() > done) {
                done = ack.done();
                lastProgress = System.nanoTime();
                for (Batch batch = batches.peek();
                        batch != null && batch.end <= done;
                        batch = batches.peek()) {
                    inFlight -= batch.bytes;
                    batches.remove();
                }
            } else if (inFlight > 0 && System.nanoTime() - lastProgress > LOST) {
                lost("frames did not arrive");
                return;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void fenced(Packet.Fence fence) {
        lock.lock();
        try {
            if (fence.line() == line && opened) lost("fenced");
        } finally {
            lock.unlock();
        }
    }

    private void lost(String why) {
        if (inFlight > 0) {
            counters.count("link.lines-lost");
            log.info("Frames to {} may be lost ({}); a new line begins", peer, why);
        }
        line = lines.incrementAndGet();
        opened = false;
        sent = 0;
        done = 0;
        inFlight = 0;
        batches.clear();
        changed.signalAll();
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        try {
            while (true) {
                long on = ready();
                if (on < 0) return;
                if (on != cutLine) {
                    // What was cut belongs to a line that is gone; its rest means nothing.
                    cuts.clear();
                    cutLine = on;
                }
                List<Packet.Piece> pieces = gather();
                if (!pieces.isEmpty()) send(on, pieces);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until there is a line, something to send and room for it. Negative: closed. */
    private long ready() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                if (!opened) {
                    open();
                } else if (wanted.get() == 0 && cuts.isEmpty()) {
                    pause();
                } else if (inFlight > 0 && inFlight + 2 * BATCH > WINDOW) {
                    long start = System.nanoTime();
                    pause();
                    counters.add(
                            "link.window-full-us." + peer.name(),
                            (System.nanoTime() - start) / 1000);
                } else {
                    if (inFlight > 0 && !full) linger();
                    if (opened && !closed) return line;
                }
            }
            return -1;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // ready() is the loop
    private void open() throws InterruptedException {
        long asked = line;
        transmit.accept(new Packet.Open(line, 0));
        lastProgress = System.nanoTime();
        if (changed.awaitNanos(retry) <= 0) retry = Math.min(LAST_RETRY, retry * 2);
        if (opened && asked == line) wanted.set(ALL);
    }

    /**
     * Waits for a change, and asks the peer when there is none for long while it owes an answer.
     */
    @SuppressWarnings("WaitNotInLoop") // ready() is the loop
    private void pause() throws InterruptedException {
        if (inFlight == 0) {
            changed.await();
        } else if (changed.awaitNanos(PROBE) <= 0 && opened && !closed) {
            transmit.accept(new Packet.Open(line, sent));
        }
    }

    /** More may come to share the batch; but not for long, and not once nothing is in flight. */
    private void linger() throws InterruptedException {
        long left = LINGER;
        while (left > 0 && inFlight > 0 && opened && !closed) left = changed.awaitNanos(left);
    }

    private List<Packet.Piece> gather() {
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
        int bit = 1 << channel.code();
        if ((wanted.getAndUpdate(bits -> bits & ~bit) & bit) == 0) return null;
        Source source = sources.get(channel);
        if (source == null) return null;
        try {
            byte[] frame = source.next(peer);
            if (frame != null) wanted.getAndUpdate(bits -> bits | bit);
            return frame;
        } catch (RuntimeException e) {
            counters.count("link.source-failed");
            log.error("The source of {} failed for {}", channel, peer, e);
            return null;
        }
    }

    private void send(long on, List<Packet.Piece> pieces) {
        int size = Wire.FRAMES_HEAD;
        for (Packet.Piece piece : pieces) size += Wire.PIECE_HEAD + piece.bytes().length;
        long first;
        lock.lock();
        try {
            // Between gathering and now the line may have been lost: the next one reports the gap.
            if (closed || line != on) {
                counters.add("link.frames-dropped", pieces.size());
                return;
            }
            if (inFlight == 0) lastProgress = System.nanoTime();
            first = sent;
            sent += pieces.size();
            inFlight += size;
            batches.add(new Batch(sent, size));
        } finally {
            lock.unlock();
        }
        counters.add("link.frames-sent", pieces.size());
        counters.add("link.bytes-sent", size);
        transmit.accept(new Packet.Frames(on, first, pieces));
    }
}
