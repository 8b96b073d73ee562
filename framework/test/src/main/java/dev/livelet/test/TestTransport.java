package dev.livelet.test;

import dev.livelet.spi.Transport;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** A socket in memory: what the session sends waits until the page takes it. */
final class TestTransport implements Transport {
    private final Deque<String> frames = new ArrayDeque<>();
    private @Nullable Close close;

    record Close(int code, String reason) {}

    @Override
    public synchronized void send(byte[] frame) {
        if (close == null) frames.add(new String(frame, StandardCharsets.UTF_8));
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
    public synchronized void close(int code, String reason) {
        if (close == null) close = new Close(code, reason);
    }

    synchronized @Nullable String poll() {
        return frames.poll();
    }

    synchronized @Nullable Close closed() {
        return close;
    }
}
