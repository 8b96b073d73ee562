package dev.livelet.server;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * WebSocket frames of a server (RFC 6455 §5): one frame a message, not masked. The payload is not
 * copied unless it is small: a thousand sockets send the same bytes.
 */
final class FrameEncoder {
    private static final int COPIED = 2048;
    private static final int PIECE = 64 * 1024;

    private FrameEncoder() {}

    static ByteBuffer[] close(int code, String reason) {
        return frame(FrameDecoder.CLOSE, closeBody(code, reason));
    }

    /** At most 125 bytes, cut at a character. */
    private static byte[] closeBody(int code, String reason) {
        ByteBuffer body = ByteBuffer.allocate(125).putShort((short) code);
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(reason), body, true);
        byte[] bytes = new byte[body.flip().remaining()];
        body.get(bytes);
        return bytes;
    }

    /**
     * As {@link #frame}, one after the other; small ones all in one buffer, as the system takes
     * several only with an array of addresses, which costs more than it spares.
     */
    static ByteBuffer[] frames(int opcode, List<byte[]> payloads) {
        int size = 0;
        for (byte[] payload : payloads) size += header(payload.length) + payload.length;
        if (size > COPIED)
            return payloads.stream()
                    .flatMap(payload -> Arrays.stream(frame(opcode, payload)))
                    .toArray(ByteBuffer[]::new);
        ByteBuffer all = ByteBuffer.allocate(size);
        for (byte[] payload : payloads) begin(all, opcode, payload.length).put(payload);
        return new ByteBuffer[] {all.flip()};
    }

    /** Header and payload: small ones in one buffer, large ones in pieces. */
    static ByteBuffer[] frame(int opcode, byte[] payload) {
        int header = header(payload.length);
        boolean copy = payload.length <= COPIED;
        ByteBuffer first =
                begin(
                        ByteBuffer.allocate(copy ? header + payload.length : header),
                        opcode,
                        payload.length);
        if (copy) return new ByteBuffer[] {first.put(payload).flip()};
        ByteBuffer[] parts = new ByteBuffer[1 + (payload.length + PIECE - 1) / PIECE];
        parts[0] = first.flip();
        for (int i = 1, from = 0; i < parts.length; i++, from += PIECE) {
            parts[i] = ByteBuffer.wrap(payload, from, Math.min(PIECE, payload.length - from));
        }
        return parts;
    }

    private static int header(int length) {
        return length < 126 ? 2 : length < 65_536 ? 4 : 10;
    }

    private static ByteBuffer begin(ByteBuffer to, int opcode, int length) {
        to.put((byte) (0x80 | opcode));
        return switch (header(length)) {
            case 2 -> to.put((byte) length);
            case 4 -> to.put((byte) 126).putShort((short) length);
            default -> to.put((byte) 127).putLong(length);
        };
    }
}
