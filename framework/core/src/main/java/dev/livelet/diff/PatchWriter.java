package dev.livelet.diff;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON text, streamed into a growing array of UTF-8 bytes. Commas come by themselves. Confined to one thread; reusable. */
public final class PatchWriter {
    private byte[] bytes = new byte[256];
    private int size;
    private boolean comma;

    public PatchWriter beginArray() {
        separate();
        put('[');
        comma = false;
        return this;
    }

    public PatchWriter endArray() {
        put(']');
        comma = true;
        return this;
    }

    public PatchWriter number(long value) {
        separate();
        for (byte b : Long.toString(value).getBytes(StandardCharsets.US_ASCII)) put(b);
        comma = true;
        return this;
    }

    /** JSON that is already encoded: one value, or several with commas between them. */
    public PatchWriter raw(byte[] json) {
        separate();
        for (byte b : json) put(b);
        comma = true;
        return this;
    }

    public int size() {
        return size;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    public void clear() {
        size = 0;
        comma = false;
    }

    private void separate() {
        if (comma) put(',');
    }

    private void put(int b) {
        if (size == bytes.length) bytes = Arrays.copyOf(bytes, size * 2);
        bytes[size++] = (byte) b;
    }
}
