package dev.livelet.spi;

import java.util.List;

/**
 * One open socket, as a session sees it. All methods may be called on any thread and never block.
 */
public interface Transport {

    /**
     * Queues a text frame (UTF-8 JSON). Frames arrive in the order sent; after a close they are
     * dropped. The array is not changed afterwards.
     */
    void send(byte[] frame);

    /** The same for several, which may go in one piece. */
    default void send(List<byte[]> frames) {
        frames.forEach(this::send);
    }

    /** Whether everything sent so far has been handed to the operating system. */
    boolean writable();

    /**
     * Runs {@code action} once, when the transport is writable (at once if it is). A later call
     * replaces an action that has not run.
     */
    void onWritable(Runnable action);

    /** Sends what is queued, then closes. Idempotent. */
    void close(int code, String reason);
}
