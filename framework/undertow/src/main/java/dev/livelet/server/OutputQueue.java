package dev.livelet.server;

import org.jspecify.annotations.Nullable;
import org.xnio.conduits.ConduitStreamSinkChannel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * The frames of a {@link Connection} that the operating system has not taken yet. Guarded by the
 * connection's lock, but for {@link #bytes}. Holds nothing while it is empty.
 */
final class OutputQueue {
    private @Nullable ArrayDeque<ByteBuffer[]> frames;
    private long blockedSince;
    private volatile int bytes;

    /** What waits. May be asked on any thread. */
    int bytes() {
        return bytes;
    }

    /** Writes as much of a frame as is taken, when nothing waits before it, and keeps the rest. */
    void write(ByteBuffer[] frame, ConduitStreamSinkChannel sink) throws IOException {
        if (bytes == 0) writeParts(frame, sink);
        if (remaining(frame) > 0) add(frame);
    }

    /** Puts what remains of a frame behind the others. */
    void add(ByteBuffer[] frame) {
        ArrayDeque<ByteBuffer[]> waiting = frames;
        if (waiting == null) frames = waiting = new ArrayDeque<>(4);
        waiting.add(frame);
        if (bytes == 0) blockedSince = System.nanoTime();
        bytes += remaining(frame);
    }

    /** Writes what is taken, and returns whether nothing waits any more. */
    boolean drain(ConduitStreamSinkChannel sink) throws IOException {
        ArrayDeque<ByteBuffer[]> waiting = frames;
        while (waiting != null && !waiting.isEmpty()) {
            ByteBuffer[] head = waiting.element();
            long count = writeParts(head, sink);
            bytes -= (int) count;
            if (count > 0) blockedSince = System.nanoTime();
            if (remaining(head) > 0) return false;
            waiting.remove();
        }
        if (!sink.flush()) return false;
        frames = null;
        return true;
    }

    /** Whether nothing has been taken for so long, in nanoseconds. */
    boolean stuck(long now, long limit) {
        return bytes > 0 && now - blockedSince > limit;
    }

    /** Drops what waits, except for a frame that has begun; the goodbye is what follows. */
    void abandon(ByteBuffer[] goodbye) {
        ArrayDeque<ByteBuffer[]> waiting = frames;
        ByteBuffer[] head = waiting == null ? null : waiting.peek();
        clear();
        if (head != null && head[0].position() > 0) add(head);
        add(goodbye);
    }

    void clear() {
        frames = null;
        bytes = 0;
    }

    /**
     * Piece by piece where there are many: each call copies all that it is given into a direct
     * buffer, whatever is taken of it.
     */
    private static long writeParts(ByteBuffer[] frame, ConduitStreamSinkChannel sink)
            throws IOException {
        if (frame.length <= 3) return sink.write(frame);
        long count = 0;
        for (ByteBuffer part : frame) {
            if (!part.hasRemaining()) continue;
            count += sink.write(part);
            if (part.hasRemaining()) break;
        }
        return count;
    }

    private static int remaining(ByteBuffer[] frame) {
        int rest = 0;
        for (ByteBuffer part : frame) rest += part.remaining();
        return rest;
    }
}
