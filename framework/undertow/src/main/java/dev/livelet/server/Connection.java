package dev.livelet.server;

import dev.livelet.protocol.Frames;
import dev.livelet.server.Counters.Count;
import dev.livelet.spi.Transport;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One WebSocket (RFC 6455), as a session's {@link Transport}. It owns the stream after the
 * handshake, so that a frame costs no hop to another thread, no copy into a pooled buffer and no
 * timer object, and an idle socket holds no buffer.
 *
 * <p>Reading happens on the connection's I/O thread, which hands whole messages to the {@link
 * Receiver}. Writing happens on the thread that sends, under a lock, without blocking; what the
 * operating system does not take waits in a queue, bounded by {@code maxOutput}, and leaves on the
 * I/O thread. (Under TLS all writing happens on the I/O thread: an SSL engine serves one thread.)
 * {@link #tick} is called twice a second and does all that depends on time. Whatever goes wrong
 * ends in {@link #terminate}, which tells the receiver once.
 */
final class Connection implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final long CLOSE_TIMEOUT = 3_000_000_000L;

    /** Less than a page waits for a word while an event of its has no answer. */
    private static final long SIGN_OF_LIFE_EACH = 2_000_000_000L;

    private static final byte[] SIGN_OF_LIFE =
            ("[" + Frames.PONG + "]").getBytes(StandardCharsets.US_ASCII);

    /** What happens to messages; called on the I/O thread, {@code gone} on any, once. */
    interface Receiver {
        void message(Connection from, byte[] utf8);

        void gone(Connection connection);
    }

    /** Bounds, times in nanoseconds. */
    record Limits(
            int maxFrame, int maxFrameRate, int maxOutput, long join, long idle, long drain) {}

    private final StreamConnection stream;
    private final ConduitStreamSourceChannel source;
    private final ConduitStreamSinkChannel sink;
    private final ByteBufferPool buffers;
    private final boolean secure;
    private final Limits limits;
    private final Counters counters;
    private final Receiver receiver;
    private final FrameDecoder decoder;
    private final long opened = System.nanoTime();

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private final OutputQueue output = new OutputQueue();
    private @Nullable Runnable whenWritable;
    private volatile boolean closing; // also read without it
    private boolean finished;
    private long closingSince;

    private volatile boolean joined;
    private volatile boolean joining;
    private volatile boolean closed;
    private volatile long lastReceived = opened;
    private volatile long lastSign = opened;

    // Confined to the I/O thread.
    private byte @Nullable [] held;
    private long second;
    private int framesThisSecond;

    Connection(
            StreamConnection stream,
            ByteBufferPool buffers,
            boolean secure,
            Limits limits,
            Counters counters,
            Receiver receiver) {
        this.stream = stream;
        this.source = stream.getSourceChannel();
        this.sink = stream.getSinkChannel();
        this.buffers = buffers;
        this.secure = secure;
        this.limits = limits;
        this.counters = counters;
        this.receiver = receiver;
        this.decoder = new FrameDecoder(limits.maxFrame);
    }

    /** Begins to read; on the I/O thread. */
    void start() {
        source.setReadListener(_ -> read());
        sink.setWriteListener(_ -> drain());
        source.resumeReads();
        source.wakeupReads();
    }

    /**
     * It has said its join in time, and how long that takes is not its fault: other nodes may be
     * asked for the session for seconds. Nothing is read; what comes meanwhile waits in the socket.
     * The page is told now and then that somebody is at it.
     */
    void joining() {
        pause();
        joined = true;
        lastSign = System.nanoTime();
        joining = true;
    }

    /** Stops reading. */
    void pause() {
        source.suspendReads();
    }

    /** The join has been answered, whatever the answer is. */
    void resume() {
        joining = false;
        stream.getIoThread()
                .execute(
                        () -> {
                            if (closed) return;
                            source.resumeReads();
                            source.wakeupReads();
                        });
    }

    // ---- reading

    private void read() {
        byte[] first = held;
        held = null;
        try (PooledByteBuffer pooled = buffers.allocate()) {
            if (first != null && !receive(ByteBuffer.wrap(first))) return;
            ByteBuffer in = pooled.getBuffer();
            while (source.isReadResumed()) {
                in.clear();
                int count = source.read(in);
                if (count == 0) return;
                if (count < 0) {
                    terminate();
                    return;
                }
                lastReceived = System.nanoTime();
                in.flip();
                if (!receive(in)) return;
            }
        } catch (IOException gone) {
            LOG.debug("Reading from a WebSocket failed", gone);
            terminate();
        } catch (RuntimeException mistake) {
            counters.add(Count.SERVER_ERROR);
            LOG.error("A message of a WebSocket could not be taken", mistake);
            stop(Frames.CLOSE_ERROR, "");
        }
    }

    /** Returns whether to read on. */
    private boolean receive(ByteBuffer in) throws IOException {
        try {
            FrameDecoder.Message message;
            while ((message = decoder.next(in)) != null) {
                if (flooding()) {
                    counters.add(Count.FLOOD);
                    stop(Frames.CLOSE_POLICY, "too many frames");
                    return false;
                }
                switch (message.opcode()) {
                    case FrameDecoder.TEXT -> {
                        // Behind a goodbye of ours only the peer's is waited for.
                        if (closing) continue;
                        receiver.message(this, message.payload());
                        if (!source.isReadResumed()) {
                            keep(in);
                            return false;
                        }
                    }
                    case FrameDecoder.PING ->
                            write(FrameEncoder.frame(FrameDecoder.PONG, message.payload()));
                    case FrameDecoder.CLOSE -> {
                        close(Frames.CLOSE_NORMAL, "");
                        endOutput();
                        return false;
                    }
                    default -> {} // a pong nobody asked for is a sign of life and nothing else
                }
            }
            return true;
        } catch (FrameDecoder.Violation violation) {
            counters.add(
                    violation.closeCode == Frames.CLOSE_TOO_LARGE
                            ? Count.FRAME_TOO_LARGE
                            : Count.FRAME_BAD);
            LOG.debug("A WebSocket broke the rules: {}", violation.reason);
            stop(violation.closeCode, violation.reason);
            return false;
        }
    }

    /** What was read behind a message that paused the connection comes first when it is resumed. */
    private void keep(ByteBuffer rest) {
        if (!rest.hasRemaining()) return;
        byte[] bytes = new byte[rest.remaining()];
        rest.get(bytes);
        held = bytes;
    }

    private boolean flooding() {
        long now = (lastReceived - opened) / 1_000_000_000L;
        if (now != second) {
            second = now;
            framesThisSecond = 0;
        }
        return ++framesThisSecond > limits.maxFrameRate;
    }

    /** Closes, and reads nothing more. */
    private void stop(int code, String reason) {
        source.suspendReads();
        close(code, reason);
    }

    // ---- writing

    @Override
    public void send(byte[] frame) {
        write(FrameEncoder.frame(FrameDecoder.TEXT, frame));
    }

    @Override
    public void send(List<byte[]> frames) {
        write(FrameEncoder.frames(FrameDecoder.TEXT, frames));
    }

    @Override
    public boolean writable() {
        return output.bytes() == 0 && !closed;
    }

    @Override
    public void onWritable(Runnable action) {
        lock.lock();
        try {
            if (output.bytes() > 0 || closed) {
                whenWritable = closed ? null : action;
                return;
            }
            whenWritable = null;
        } finally {
            lock.unlock();
        }
        action.run();
    }

    @Override
    public void close(int code, String reason) {
        lock.lock();
        try {
            if (closing || closed) return;
            write(FrameEncoder.close(code, reason));
            closing = true;
            closingSince = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    private void write(ByteBuffer[] frame) {
        lock.lock();
        try {
            if (closing || closed) return;
            if (output.bytes() > limits.maxOutput) {
                counters.add(Count.OUTPUT_TOO_LARGE);
                abandonOutput();
            } else if (secure && Thread.currentThread() != stream.getIoThread()) {
                output.add(frame);
                stream.getIoThread().execute(this::drain);
            } else {
                output.write(frame, sink);
                if (output.bytes() > 0 || !sink.flush()) sink.resumeWrites();
            }
        } catch (IOException gone) {
            LOG.debug("Writing to a WebSocket failed", gone);
            stream.getIoThread().execute(this::terminate);
        } finally {
            lock.unlock();
        }
    }

    /** On the I/O thread: writes what waits. */
    private void drain() {
        Runnable action;
        boolean last;
        lock.lock();
        try {
            if (closed) return;
            if (!output.drain(sink)) {
                sink.resumeWrites();
                return;
            }
            sink.suspendWrites();
            action = whenWritable;
            whenWritable = null;
            last = finished;
        } catch (IOException gone) {
            LOG.debug("Writing to a WebSocket failed", gone);
            action = null;
            last = true;
        } finally {
            lock.unlock();
        }
        if (last) terminate();
        else if (action != null) action.run();
    }

    /** The peer has said goodbye: when the last byte is out, the stream is closed. */
    private void endOutput() {
        lock.lock();
        try {
            finished = true;
        } finally {
            lock.unlock();
        }
        drain();
    }

    /** Under the lock: gives up what waits, and closes. The page comes back and resumes. */
    private void abandonOutput() {
        output.abandon(FrameEncoder.close(Frames.CLOSE_SLOW, "output does not drain"));
        closing = true;
        closingSince = System.nanoTime();
    }

    // ---- time and end

    /** Twice a second, on any thread. */
    void tick(long now) {
        if (closed) return;
        lock.lock();
        try {
            if (closing) {
                if (now - closingSince > CLOSE_TIMEOUT)
                    stream.getIoThread().execute(this::terminate);
                return;
            }
            if (output.stuck(now, limits.drain)) {
                counters.add(Count.OUTPUT_STUCK);
                abandonOutput();
                return;
            }
        } finally {
            lock.unlock();
        }
        if (now - lastReceived > limits.idle) {
            counters.add(Count.IDLE);
            close(Frames.CLOSE_GOING_AWAY, "nothing heard");
        } else if (joining) {
            if (now - lastSign > SIGN_OF_LIFE_EACH) {
                lastSign = now;
                send(SIGN_OF_LIFE);
            }
        } else if (!joined && now - opened > limits.join) {
            counters.add(Count.NO_JOIN);
            close(Frames.CLOSE_POLICY, "no join");
        }
    }

    /** Closes the stream at once and tells the receiver, once. */
    void terminate() {
        lock.lock();
        try {
            if (closed) return;
            closed = true;
            output.clear();
            whenWritable = null;
        } finally {
            lock.unlock();
        }
        IoUtils.safeClose(stream);
        receiver.gone(this);
    }
}
