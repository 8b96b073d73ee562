package dev.livelet.session;

import dev.livelet.LiveletException;

/**
 * A frame that no proper client sends. The socket it came from is closed with {@link #closeCode}.
 */
public final class ProtocolException extends LiveletException {
    private static final long serialVersionUID = 1L;
    private final int closeCode;

    ProtocolException(int closeCode, String message) {
        super(message);
        this.closeCode = closeCode;
    }

    ProtocolException(int closeCode, String message, Throwable cause) {
        super(message, cause);
        this.closeCode = closeCode;
    }

    /**
     * The WebSocket close code to use: 1008 for a malformed frame, 1009 for one that is too large.
     */
    public int closeCode() {
        return closeCode;
    }
}
