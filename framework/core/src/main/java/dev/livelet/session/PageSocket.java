package dev.livelet.session;

import dev.livelet.protocol.Frames;
import dev.livelet.spi.Transport;

import org.jspecify.annotations.Nullable;

/**
 * The socket that a session's page is connected by, if it is. What is written leaves in its turn
 * ({@link Departures}); to a page that is not connected it goes nowhere. Confined to the session's
 * turn.
 */
final class PageSocket {
    private final SessionCounters counters;
    private final Departures departures;
    private @Nullable Transport transport;

    PageSocket(SessionCounters counters, Departures departures) {
        this.counters = counters;
        this.departures = departures;
    }

    @Nullable Transport transport() {
        return transport;
    }

    boolean connected() {
        return transport != null;
    }

    boolean writable() {
        return transport != null && transport.writable();
    }

    void attach(Transport transport) {
        this.transport = transport;
    }

    void detach() {
        transport = null;
    }

    void write(byte[] frame) {
        Transport to = transport;
        if (to == null) return;
        counters.bytes.add(frame.length);
        departures.send(to, frame);
    }

    /** Tells why, then closes for good. */
    void close(Rejection why) {
        if (transport == null) return;
        write(why.frame());
        close(why.closeCode(), why.text());
    }

    /** Closes the socket; its page may come back. */
    void close(int code, String reason) {
        Transport to = transport;
        if (to == null) return;
        counters.closed(code);
        departures.leave(() -> to.close(code, reason));
        detach();
    }

    /**
     * The session runs on another node: closes at once, and what waits to be written is dropped.
     */
    void fenced() {
        if (transport == null) return;
        counters.closed(Frames.CLOSE_SUPERSEDED);
        transport.close(Frames.CLOSE_SUPERSEDED, "superseded");
        detach();
    }
}
