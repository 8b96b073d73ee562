package dev.livelet.diff;

import dev.livelet.template.CompiledTemplate;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * JSON text, streamed into a growing array of UTF-8 bytes. Commas come by themselves; nothing is
 * allocated but the array. Confined to one thread; reusable after {@link #clear}.
 */
public final class PatchWriter {
    private static final byte[] HEX = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final int LARGEST_CHAR = 6;

    private byte[] bytes = new byte[256];
    private int size;
    private boolean comma;
    private int base;
    private final DuplicateKeys duplicates;
    private final PartFailures failures;
    private Set<CompiledTemplate<?>> templates = Set.of();

    public PatchWriter() {
        this(DuplicateKeys.LOGGED);
    }

    public PatchWriter(DuplicateKeys duplicates) {
        this(duplicates, PartFailures.UNHEARD);
    }

    public PatchWriter(DuplicateKeys duplicates, PartFailures.Listener failures) {
        this.duplicates = duplicates;
        this.failures = new PartFailures(failures);
    }

    /** Another writer with the same policies. */
    PatchWriter(PatchWriter like) {
        this.duplicates = like.duplicates;
        this.failures = like.failures;
    }

    PartFailures failures() {
        return failures;
    }

    public PatchWriter beginArray() {
        return begin('[');
    }

    public PatchWriter endArray() {
        return end(']');
    }

    public PatchWriter beginObject() {
        return begin('{');
    }

    public PatchWriter endObject() {
        return end('}');
    }

    /** The name of an object's next member. */
    public PatchWriter name(String name) {
        string(name);
        put(':');
        comma = false;
        return this;
    }

    public PatchWriter number(long value) {
        separate();
        ensure(20);
        if (value < 0) {
            if (value == Long.MIN_VALUE)
                throw new IllegalArgumentException("not exact in JSON: " + value);
            bytes[size++] = '-';
            value = -value;
        }
        int digits = digits(value);
        for (int i = size + digits - 1; i >= size; i--) {
            bytes[i] = (byte) ('0' + value % 10);
            value /= 10;
        }
        size += digits;
        comma = true;
        return this;
    }

    public PatchWriter string(String text) {
        return string(text, 0, text.length());
    }

    /** Part of a text. A lone surrogate is written as U+FFFD. */
    public PatchWriter string(String text, int from, int to) {
        separate();
        ensure(to - from + 2);
        bytes[size++] = '"';
        int i = from;
        while (i < to) {
            ensure(to - i + LARGEST_CHAR);
            byte[] target = bytes;
            int at = size;
            char c = 0;
            while (i < to && (c = text.charAt(i)) < 0x80 && c >= ' ' && c != '"' && c != '\\') {
                target[at++] = (byte) c;
                i++;
            }
            size = at;
            if (i == to) break;
            if (c < 0x80) {
                escape(c);
                i++;
            } else {
                i += utf8(text, i, to);
            }
        }
        put('"');
        comma = true;
        return this;
    }

    public PatchWriter bool(boolean value) {
        return raw(value ? TRUE : FALSE);
    }

    public PatchWriter none() {
        return raw(NULL);
    }

    /** JSON that is already encoded: one value, or several with commas between them. */
    public PatchWriter raw(byte[] json) {
        if (json.length == 0) return this;
        separate();
        ensure(json.length);
        System.arraycopy(json, 0, bytes, size, json.length);
        size += json.length;
        comma = true;
        return this;
    }

    public int size() {
        return size;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /**
     * The templates that came as values ({@code Html}) in what was written: those that a page lacks
     * have to be sent before.
     */
    public Collection<CompiledTemplate<?>> templates() {
        return templates;
    }

    PatchWriter named(CompiledTemplate<?> template) {
        return named(List.of(template));
    }

    PatchWriter named(Collection<CompiledTemplate<?>> more) {
        if (more.isEmpty()) return this;
        if (templates.isEmpty()) templates = new LinkedHashSet<>();
        templates.addAll(more);
        return this;
    }

    public void clear() {
        templates = Set.of();
        size = 0;
        base = 0;
        comma = false;
    }

    DuplicateKeys duplicates() {
        return duplicates;
    }

    /** Takes back what was written since {@link #size} was {@code size}. */
    void reset(int size) {
        this.size = size;
        resumeAt(size);
    }

    /**
     * What follows is written as if it stood at {@code index}: with a comma where one is needed
     * there.
     */
    void resumeAt(int index) {
        comma = index > base && !opens(bytes[index - 1]);
    }

    /**
     * What follows is a text of its own: it begins without a comma, also after a {@link #reset} to
     * its beginning.
     *
     * @return what {@link #attach} takes at its end
     */
    int detach() {
        int outer = base;
        base = size;
        comma = false;
        return outer;
    }

    void attach(int outer) {
        base = outer;
    }

    /**
     * Writes again, as the next value, what stands (or stood, before a reset) from {@code from} to
     * {@code to}.
     */
    void again(int from, int to) {
        separate();
        ensure(to - from);
        System.arraycopy(bytes, from, bytes, size, to - from);
        size += to - from;
        comma = true;
    }

    /** Drops what stands between two places. */
    void cut(int from, int to) {
        System.arraycopy(bytes, to, bytes, from, size - to);
        reset(size - (to - from));
    }

    boolean same(int from, int to, int otherFrom, int otherTo) {
        return Arrays.equals(bytes, from, to, bytes, otherFrom, otherTo);
    }

    byte at(int index) {
        return bytes[index];
    }

    byte[] copy(int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    static int digits(long value) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) digits++;
        return digits;
    }

    private static boolean opens(byte b) {
        return b == '[' || b == '{' || b == ':';
    }

    private PatchWriter begin(char bracket) {
        separate();
        put(bracket);
        comma = false;
        return this;
    }

    private PatchWriter end(char bracket) {
        put(bracket);
        comma = true;
        return this;
    }

    private void separate() {
        if (comma) put(',');
    }

    private void escape(char c) {
        bytes[size++] = '\\';
        switch (c) {
            case '\n' -> bytes[size++] = 'n';
            case '\t' -> bytes[size++] = 't';
            case '\r' -> bytes[size++] = 'r';
            case '\b' -> bytes[size++] = 'b';
            case '\f' -> bytes[size++] = 'f';
            case '"', '\\' -> bytes[size++] = (byte) c;
            default -> {
                bytes[size++] = 'u';
                bytes[size++] = '0';
                bytes[size++] = '0';
                bytes[size++] = HEX[c >> 4];
                bytes[size++] = HEX[c & 15];
            }
        }
    }

    private int utf8(String text, int index, int to) {
        size += Utf8.encode(text, index, to, bytes, size);
        return Utf8.units(text, index, to);
    }

    private void put(int b) {
        ensure(1);
        bytes[size++] = (byte) b;
    }

    private void ensure(int more) {
        if (bytes.length - size < more)
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
}
