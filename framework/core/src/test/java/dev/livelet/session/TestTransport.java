package dev.livelet.session;

import dev.livelet.spi.Transport;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A socket in memory. */
final class TestTransport implements Transport {
    private final List<String> frames = new ArrayList<>();
    private boolean writable = true;
    private @Nullable Runnable whenWritable;
    private @Nullable Integer closed;

    @Override
    public synchronized void send(byte[] frame) {
        if (closed == null) frames.add(new String(frame, StandardCharsets.UTF_8));
    }

    @Override
    public synchronized boolean writable() {
        return writable;
    }

    @Override
    public void onWritable(Runnable action) {
        synchronized (this) {
            if (!writable) {
                whenWritable = action;
                return;
            }
        }
        action.run();
    }

    @Override
    public synchronized void close(int code, String reason) {
        if (closed == null) closed = code;
    }

    void writable(boolean can) {
        Runnable action;
        synchronized (this) {
            writable = can;
            action = can ? whenWritable : null;
            if (can) whenWritable = null;
        }
        if (action != null) action.run();
    }

    /** What was sent since the last call. */
    synchronized List<String> sent() {
        List<String> sent = List.copyOf(frames);
        frames.clear();
        return sent;
    }

    synchronized @Nullable Integer closed() {
        return closed;
    }
}
