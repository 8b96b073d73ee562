package dev.livelet.cluster.stream;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Collects items for one frame of a stream: the stream's number, the frame's own number there, and
 * items one after the other. What items are is for those who extend this; what they are made of is
 * written and read here. Used by one thread.
 */
public abstract class FrameWriter {
    protected final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private final int head;

    protected FrameWriter(long stream, int number) {
        number(stream);
        number(number);
        head = bytes.size();
    }

    public boolean isEmpty() {
        return bytes.size() == head;
    }

    public byte[] take() {
        return bytes.toByteArray();
    }

    protected void text(String text) {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    protected void bytes(byte[] body) {
        number(body.length);
        bytes.writeBytes(body);
    }

    protected void number(int number) {
        bytes.writeBytes(ByteBuffer.allocate(4).putInt(number).array());
    }

    protected void number(long number) {
        bytes.writeBytes(ByteBuffer.allocate(8).putLong(number).array());
    }

    /** Reads what {@link #text} wrote. */
    public static String readText(ByteBuffer in) {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    /**
     * Reads what {@link #bytes} wrote, and takes no more memory than there are bytes.
     *
     * @throws BufferUnderflowException when there are fewer
     */
    public static byte[] readBytes(ByteBuffer in) {
        int size = in.getInt();
        if (size < 0 || size > in.remaining()) throw new BufferUnderflowException();
        byte[] bytes = new byte[size];
        in.get(bytes);
        return bytes;
    }
}
