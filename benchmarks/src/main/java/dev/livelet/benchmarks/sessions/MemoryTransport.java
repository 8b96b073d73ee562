package dev.livelet.benchmarks.sessions;

import dev.livelet.spi.Transport;

import java.util.concurrent.atomic.AtomicLong;

/** A socket that takes everything at once and counts what it was given. */
final class MemoryTransport implements Transport {
    /** Frames that all of them were given. */
    private final AtomicLong frames;

    MemoryTransport(AtomicLong frames) {
        this.frames = frames;
    }

    @Override
    public void send(byte[] frame) {
        frames.incrementAndGet();
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public void onWritable(Runnable action) {
        action.run();
    }

    @Override
    public void close(int code, String reason) {
        // nothing is held
    }
}
