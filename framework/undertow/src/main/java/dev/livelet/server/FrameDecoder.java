package dev.livelet.server;

import dev.livelet.protocol.Frames;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes of a WebSocket from a client into messages (RFC 6455 §5). Bounded before anything is
 * allocated; holds nothing between messages. Confined to the connection's I/O thread. Strict: an
 * unmasked frame, a reserved bit, a binary frame or a fragmented control frame is an error, and
 * after an error nothing more is read.
 */
final class FrameDecoder {
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int CONTINUATION = 0;
    private static final int MAX_PIECES = 64;
    private static final byte[] NONE = {};

    /**
     * @param opcode {@link #TEXT}, {@link #CLOSE}, {@link #PING} or {@link #PONG}
     */
    record Message(int opcode, byte[] payload) {}

    /** What no proper client sends. */
    static final class Violation extends Exception {
        private static final long serialVersionUID = 1L;
        final int closeCode;
        final String reason;

        Violation(int closeCode, String reason) {
            super(
                    reason, null, false,
                    false); // told to a stranger, never to a developer: no stack trace
            this.closeCode = closeCode;
            this.reason = reason;
        }
    }

    private final int limit;

    private byte[] header = NONE;
    private int headerSize;
    private byte @Nullable [] payload;
    private int received;
    private byte[] fragments = NONE;
    private boolean fragmented;
    private int pieces;

    /**
     * @param limit bytes of one message
     */
    FrameDecoder(int limit) {
        this.limit = limit;
    }

    /** The next whole message; null when {@code in} is used up before there is one. */
    @Nullable Message next(ByteBuffer in) throws Violation {
        while (true) {
            byte[] body = payload;
            if (body == null) {
                body = readHeader(in);
                if (body == null) return null;
                payload = body;
                received = 0;
            }
            int take = Math.min(in.remaining(), body.length - received);
            in.get(body, received, take);
            received += take;
            if (received < body.length) return null;
            unmask(body);
            boolean last = (header[0] & 0x80) != 0;
            int opcode = header[0] & 0x0f;
            payload = null;
            header = NONE;
            headerSize = 0;
            if (opcode >= CLOSE) return new Message(opcode, body);
            if (last && !fragmented) return new Message(TEXT, body);
            if (++pieces > MAX_PIECES)
                throw bad("a message in more than " + MAX_PIECES + " pieces");
            fragments = fragments.length == 0 ? body : join(fragments, body);
            fragmented = !last;
            if (last) {
                byte[] whole = fragments;
                fragments = NONE;
                pieces = 0;
                return new Message(TEXT, whole);
            }
        }
    }

    /** The empty payload that the frame's header asks for; null when the header is not complete. */
    private byte @Nullable [] readHeader(ByteBuffer in) throws Violation {
        if (header.length == 0) {
            if (!in.hasRemaining()) return null;
            header = new byte[14];
        }
        while (in.hasRemaining() && (headerSize < 2 || headerSize < headerLength())) {
            header[headerSize++] = in.get();
            if (headerSize == 2) checkStart();
        }
        if (headerSize < 2 || headerSize < headerLength()) return null;
        long length = header[1] & 0x7f;
        if (length == 126) length = ByteBuffer.wrap(header, 2, 2).getShort() & 0xffff;
        else if (length == 127) length = ByteBuffer.wrap(header, 2, 8).getLong();
        // A control frame is no part of the message that it stands in, and short: see checkStart.
        boolean control = (header[0] & 0x0f) >= CLOSE;
        if (!control && (length < 0 || length > limit - fragments.length))
            throw new Violation(
                    Frames.CLOSE_TOO_LARGE, "a message of more than " + limit + " bytes");
        return length == 0 ? NONE : new byte[(int) length];
    }

    private void checkStart() throws Violation {
        int opcode = header[0] & 0x0f;
        boolean last = (header[0] & 0x80) != 0;
        if ((header[0] & 0x70) != 0) throw bad("a reserved bit is set");
        if ((header[1] & 0x80) == 0) throw bad("a frame is not masked");
        switch (opcode) {
            case CONTINUATION -> {
                if (!fragmented) throw bad("a continuation of nothing");
            }
            case TEXT -> {
                if (fragmented) throw bad("a message within a message");
            }
            case CLOSE, PING, PONG -> {
                if (!last || (header[1] & 0x7f) > 125)
                    throw bad("a control frame is fragmented or too long");
            }
            default -> throw bad("frames are text; this one has opcode " + opcode);
        }
    }

    private int headerLength() {
        int length = header[1] & 0x7f;
        return 2 + 4 + (length == 126 ? 2 : length == 127 ? 8 : 0);
    }

    private void unmask(byte[] body) {
        int mask = headerLength() - 4;
        for (int i = 0; i < body.length; i++) body[i] ^= header[mask + (i & 3)];
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static Violation bad(String why) {
        return new Violation(Frames.CLOSE_POLICY, why);
    }
}
