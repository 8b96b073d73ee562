package dev.livelet.load;

import dev.livelet.protocol.Frames;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/** A WebSocket (RFC 6455) on a line that has been upgraded: text in, text out, pings answered. */
final class WebSocketLine implements Line.Reader {
    /** The lines of a handshake. */
    static final String UPGRADE =
            """
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            """;

    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final byte[] NOTHING = {};

    /** Who gets the frames. */
    interface Receiver {
        /** A message of the server's: {@code bytes} from {@code from} to {@code to}. */
        void message(byte[] bytes, int from, int to);

        /**
         * @param code of the close frame; 0 when the line ended without one
         */
        void closed(int code, String why);
    }

    private final Line line;
    private final Receiver receiver;

    /** The beginning of a frame whose end has not come yet. */
    private byte[] held = NOTHING;

    /** What the fragments of a message have brought. */
    private byte @Nullable [] fragments;

    WebSocketLine(Line line, Receiver receiver) {
        this.line = line;
        this.receiver = receiver;
    }

    boolean isOpen() {
        return line.isOpen();
    }

    void close() {
        line.close();
    }

    void send(String text) {
        write(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    private void write(int opcode, byte[] payload) {
        ByteBuffer out = ByteBuffer.allocate(payload.length + 14);
        out.put((byte) (FINAL | opcode));
        if (payload.length < 126) out.put((byte) (MASKED | payload.length));
        else if (payload.length < 1 << 16)
            out.put((byte) (MASKED | 126)).putShort((short) payload.length);
        else out.put((byte) (MASKED | 127)).putLong(payload.length);
        int mask = ThreadLocalRandom.current().nextInt();
        out.putInt(mask);
        for (int i = 0; i < payload.length; i++)
            out.put((byte) (payload[i] ^ mask >>> (24 - 8 * (i & 3))));
        line.write(out.flip());
    }

    @Override
    public void read(ByteBuffer input) {
        byte[] bytes;
        int at;
        int end;
        if (held.length == 0) {
            bytes = input.array();
            at = input.arrayOffset() + input.position();
            end = at + input.remaining();
        } else {
            int before = held.length;
            bytes = Arrays.copyOf(held, before + input.remaining());
            input.get(bytes, before, input.remaining());
            at = 0;
            end = bytes.length;
            held = NOTHING;
        }
        while (line.isOpen()) {
            int next = frame(bytes, at, end);
            if (next < 0) break;
            at = next;
        }
        if (at < end && line.isOpen()) held = Arrays.copyOfRange(bytes, at, end);
    }

    /**
     * Takes the frame that begins at {@code at}.
     *
     * @return where it ends; -1 when it is not whole
     */
    private int frame(byte[] bytes, int at, int end) {
        if (end - at < 2) return -1;
        int length = bytes[at + 1] & 0x7f;
        int from = at + 2;
        if (length > 125) {
            int more = length == 126 ? 2 : 8;
            if (end - from < more) return -1;
            long told = 0;
            for (int i = 0; i < more; i++) told = told << 8 | bytes[from + i] & 0xff;
            length = Math.toIntExact(told);
            from += more;
        }
        int to = from + length;
        if (to > end) return -1;
        boolean last = (bytes[at] & FINAL) != 0;
        switch (bytes[at] & 0x0f) {
            case 0, TEXT -> text(bytes, from, to, last);
            case PING -> write(10, Arrays.copyOfRange(bytes, from, to));
            case CLOSE -> {
                int code =
                        length < 2
                                ? Frames.CLOSE_NORMAL
                                : (bytes[from] & 0xff) << 8 | bytes[from + 1] & 0xff;
                line.close();
                receiver.closed(code, "closed with " + code);
            }
            default -> {
                // a pong
            }
        }
        return to;
    }

    private void text(byte[] bytes, int from, int to, boolean last) {
        byte[] before = fragments;
        if (before == null && last) {
            receiver.message(bytes, from, to);
            return;
        }
        int size = before == null ? 0 : before.length;
        byte[] all = before == null ? new byte[to - from] : Arrays.copyOf(before, size + to - from);
        System.arraycopy(bytes, from, all, size, to - from);
        fragments = last ? null : all;
        if (last) receiver.message(all, 0, all.length);
    }

    @Override
    public void ended(String why) {
        receiver.closed(0, why);
    }
}
