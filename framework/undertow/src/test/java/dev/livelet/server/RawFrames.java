package dev.livelet.server;

import java.nio.ByteBuffer;

/** WebSocket frames of a client, byte by byte, also such as no client sends. */
final class RawFrames {
    private RawFrames() {}

    static byte[] masked(boolean last, int opcode, byte[] payload) {
        byte[] header = header(last, opcode, payload.length);
        byte[] frame = new byte[header.length + payload.length];
        System.arraycopy(header, 0, frame, 0, header.length);
        for (int i = 0; i < payload.length; i++)
            frame[header.length + i] = (byte) (payload[i] ^ header[header.length - 4 + (i & 3)]);
        return frame;
    }

    /**
     * @param length what the header says, whatever follows
     */
    static byte[] header(boolean last, int opcode, long length) {
        ByteBuffer header = ByteBuffer.allocate(14).put((byte) ((last ? 0x80 : 0) | opcode));
        if (length >= 0 && length < 126) header.put((byte) (0x80 | length));
        else if (length >= 0 && length < 65_536)
            header.put((byte) (0x80 | 126)).putShort((short) length);
        else header.put((byte) (0x80 | 127)).putLong(length);
        header.put(new byte[] {0x12, 0x34, 0x56, 0x78});
        byte[] bytes = new byte[header.flip().remaining()];
        header.get(bytes);
        return bytes;
    }

    static ByteBuffer together(byte[]... frames) {
        int size = 0;
        for (byte[] frame : frames) size += frame.length;
        ByteBuffer all = ByteBuffer.allocate(size);
        for (byte[] frame : frames) all.put(frame);
        return all.flip();
    }
}
