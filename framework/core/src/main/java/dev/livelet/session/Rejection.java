package dev.livelet.session;

import dev.livelet.protocol.Frames;
import dev.livelet.spi.Transport;

/**
 * What a socket is told before it is closed for good.
 *
 * @param code of the frame that tells the page
 * @param closeCode of the socket
 */
record Rejection(int code, String text, int closeCode) {
    static final Rejection TAKEN =
            new Rejection(Frames.TAKEN, "The page is open elsewhere", Frames.CLOSE_SUPERSEDED);
    static final Rejection OLDER =
            new Rejection(Frames.SUPERSEDED, "A newer connection exists", Frames.CLOSE_SUPERSEDED);
    static final Rejection ENDED = gone("The session has ended");

    static Rejection gone(String why) {
        return new Rejection(Frames.GONE, why, Frames.CLOSE_NORMAL);
    }

    /** The socket has said what breaks the protocol. */
    static Rejection of(ProtocolException violation) {
        return new Rejection(Frames.PROTOCOL, "Protocol error", violation.closeCode());
    }

    byte[] frame() {
        return PageEffect.json(Frames.REJECTED, code, text);
    }

    /** For a socket that is not the session's. */
    void tell(Transport other, SessionCounters counters) {
        counters.closed(closeCode);
        other.send(frame());
        other.close(closeCode, text);
    }
}
