package dev.livelet.cluster.link;

import dev.livelet.cluster.link.Link.Source;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The frames to one member, for as long as it is one: a thread that pulls from the channels in
 * turn, puts what it gets into batches, and has at most {@link #WINDOW} bytes unacknowledged. So
 * what a paused or slow peer costs is this thread and those bytes; everything else stays with the
 * sources.
 *
 * <p>A thread that is woken costs more than a batch, here and there: so frames that may wait gather
 * ({@link Ripening}), and an acknowledgement goes along with frames in the other direction. It is
 * asked for where none has come for a while or much is on the way, and where batches follow each
 * other so quickly that they had better be fewer and larger.
 *
 * <p>A line is opened before anything is sent on it, and again after each sign that frames of the
 * last one may be lost: a fence, or a receiver that answers and still lacks what was sent {@link
 * #LOST} ago.
 */
final class Outgoing implements Runnable {
    /** Below UFC's credits, which are below the socket's buffers: nothing above ever waits. */
    static final int WINDOW = 256 * 1024;

    /** So long, and with so many bytes on the way, no acknowledgement is asked for. */
    private static final long PATIENCE = 200_000_000L;

    private static final int PATIENT_BYTES = 32 * 1024;

    private static final long LINGER = 2_000_000L;
    private static final long PROBE = 300_000_000L;
    private static final long LOST = 5_000_000_000L;
    private static final long FIRST_RETRY = 50_000_000L;
    private static final long LAST_RETRY = 1_000_000_000L;

    private static final Logger log = LoggerFactory.getLogger(Outgoing.class);

    private record Batch(long end, int bytes) {}

    private final NodeId peer;
    private final AtomicLong lines;
    private final Supplier<Packet.@Nullable Ack> owed;
    private final Consumer<Packet> transmit;
    private final Counters counters;
    private final Batcher batcher;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock.
    private final Ripening ripening = new Ripening();
    private final ArrayDeque<Batch> batches = new ArrayDeque<>();
    private boolean closed;
    private boolean opened;
    private long line;
    private long sent;
    private long done;
    private long inFlight;
    private long lastProgress;
    private long retry = FIRST_RETRY;

    /** Nothing was sent, acknowledged or asked since. */
    private long quietSince;

    private long lastSent = System.nanoTime() - LINGER;

    /** The end of the last batch of which an acknowledgement was asked for. */
    private long asked;

    /** The sender's thread waits for an acknowledgement. */
    private boolean blocked;

    // The sender's thread only.
    private long cutLine = -1;

    /**
     * @param lines gives the numbers of lines: rising in this run of this node
     * @param owed takes what is to be acknowledged to the peer, if it can go along
     * @param transmit hands a packet to JGroups; frames to UNICAST3, the others out of band
     */
    Outgoing(
            NodeId peer,
            Map<Channel, Source> sources,
            AtomicLong lines,
            Supplier<Packet.@Nullable Ack> owed,
            Consumer<Packet> transmit,
            Counters counters) {
        this.peer = peer;
        this.lines = lines;
        this.owed = owed;
        this.transmit = transmit;
        this.counters = counters;
        this.batcher = new Batcher(peer, sources, counters);
        this.line = lines.incrementAndGet();
    }

    void wake(Channel channel) {
        if (batcher.want(Batcher.bit(channel))) signal();
    }

    /** What the channel has may wait so long, in nanoseconds, for what comes after it. */
    void wake(Channel channel, long within) {
        lock.lock();
        try {
            if (ripening.add(Batcher.bit(channel), within, System.nanoTime())) changed.signalAll();
        } finally {
            lock.unlock();
        }
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
            boolean awaited = blocked;
            if (!opened) {
                opened = true;
                retry = FIRST_RETRY;
                awaited = true;
            }
            // Acknowledgements come out of band: an earlier one may come later, and says nothing.
            if (ack.done() > done) {
                done = ack.done();
                lastProgress = System.nanoTime();
                quietSince = lastProgress;
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
            if (awaited) changed.signalAll();
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
        asked = 0;
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
                if (on != cutLine) batcher.clear();
                cutLine = on;
                List<Packet.Piece> pieces = batcher.next();
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
                batcher.want(ripening.take(System.nanoTime()));
                if (!opened) {
                    open();
                } else if (batcher.isEmpty()) {
                    pause();
                } else if (inFlight > 0 && inFlight + 2 * Batcher.BATCH > WINDOW) {
                    long start = System.nanoTime();
                    blocked = true;
                    pause();
                    blocked = false;
                    counters.add(
                            "link.window-full-us." + peer.name(),
                            (System.nanoTime() - start) / 1000);
                } else {
                    if (isAwaiting() && !batcher.wasFull()) linger();
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
        long wanted = line;
        transmit.accept(new Packet.Open(line, 0));
        lastProgress = System.nanoTime();
        if (changed.awaitNanos(retry) <= 0) retry = Math.min(LAST_RETRY, retry * 2);
        if (opened && wanted == line) batcher.want(Batcher.ALL);
    }

    /**
     * Waits for a change, and asks the peer when there is none for long while it owes an answer.
     */
    @SuppressWarnings("WaitNotInLoop") // ready() is the loop
    private void pause() throws InterruptedException {
        long now = System.nanoTime();
        long time = ripening.sleep(now);
        if (inFlight > 0) {
            long left = quietSince + PROBE - now;
            if (left <= 0) {
                quietSince = now;
                transmit.accept(new Packet.Open(line, sent));
                left = PROBE;
            }
            time = Math.min(time, left);
        }
        if (time == Ripening.NEVER) changed.await();
        else if (time > 0) changed.awaitNanos(time);
    }

    /** Whether an acknowledgement was asked for and has not come. */
    private boolean isAwaiting() {
        return done < asked;
    }

    /** More may come to share the batch; but not for long, and not once it is acknowledged. */
    private void linger() throws InterruptedException {
        long left = LINGER;
        blocked = true;
        while (left > 0 && isAwaiting() && opened && !closed) left = changed.awaitNanos(left);
        blocked = false;
    }

    private void send(long on, List<Packet.Piece> pieces) {
        Packet.Ack back = owed.get();
        if (back != null) pieces.add(Wire.piece(back));
        int size = Wire.FRAMES_HEAD;
        for (Packet.Piece piece : pieces) size += Wire.PIECE_HEAD + piece.bytes().length;
        long first;
        boolean patient;
        lock.lock();
        try {
            // Between gathering and now the line may have been lost: the next one reports the gap.
            if (closed || line != on) {
                counters.add("link.frames-dropped", pieces.size());
                return;
            }
            long now = System.nanoTime();
            if (inFlight == 0) lastProgress = now;
            first = sent;
            sent += pieces.size();
            inFlight += size;
            batches.add(new Batch(sent, size));
            patient =
                    now - lastSent > LINGER
                            && now - lastProgress < PATIENCE
                            && inFlight < PATIENT_BYTES;
            if (!patient) asked = sent;
            lastSent = now;
            quietSince = now;
        } finally {
            lock.unlock();
        }
        counters.count("link.batches-sent");
        counters.add("link.frames-sent", pieces.size());
        counters.add("link.bytes-sent", size);
        transmit.accept(new Packet.Frames(on, first, pieces, patient));
    }
}
