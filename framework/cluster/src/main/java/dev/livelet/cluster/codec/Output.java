package dev.livelet.cluster.codec;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes blobs, one after the other. A blob is two CBOR items (RFC 8949): a table of names, and the
 * value. The names of a record's components, of subtypes and of enum constants are in the table
 * once, and the value refers to them by number, so that a list of a thousand rows names its columns
 * once and still says what they are. Used by one thread.
 *
 * <p>Written by hand, as a copy is made for each event and mostly of a number or two: a generator
 * of a library takes 8 KB of buffers and more time than all else.
 */
final class Output {
    /** Records and collections within each other. */
    static final int DEPTH = 64;

    // RFC 8949, section 3.1: major types, in the first three bits of an item.
    private static final int UNSIGNED = 0x00;
    private static final int NEGATIVE = 0x20;
    private static final int BYTES = 0x40;
    private static final int TEXT = 0x60;
    private static final int ARRAY = 0x80;

    // Section 3.3: simple values and floating point numbers.
    private static final int FALSE = 0xF4;
    private static final int TRUE = 0xF5;
    private static final int NULL = 0xF6;
    private static final int FLOAT = 0xFA;
    private static final int DOUBLE = 0xFB;

    /** The longest item without its contents. */
    private static final int HEAD = 9;

    private final Map<Object, Integer> numbers = new IdentityHashMap<>(8);
    private final List<List<String>> table = new ArrayList<>(4);
    private byte[] bytes = new byte[128];
    private int size;
    private @Nullable Object last;
    private int lastNumber;
    private int depth;

    byte[] blob(ValueCodec codec, @Nullable Object value) {
        codec.write(value, this);
        int body = size;
        head(ARRAY, table.size());
        for (List<String> names : table) {
            head(ARRAY, names.size());
            names.forEach(this::wellFormed);
        }
        byte[] blob = new byte[size];
        System.arraycopy(bytes, body, blob, 0, size - body);
        System.arraycopy(bytes, 0, blob, size - body, body);
        size = 0;
        if (!table.isEmpty()) {
            numbers.clear();
            table.clear();
            last = null;
        }
        return blob;
    }

    private void room(int more) {
        if (bytes.length - size < more)
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
    }

    private void item(int first) {
        room(HEAD);
        bytes[size++] = (byte) first;
    }

    /** An item's major type, and a number in as few bytes as it takes. */
    private void head(int type, long number) {
        if (number >= 0 && number < 24) {
            item(type | (int) number);
        } else if (number >>> 8 == 0) {
            item(type | 24);
            bigEndian(number, 1);
        } else if (number >>> 16 == 0) {
            item(type | 25);
            bigEndian(number, 2);
        } else if (number >>> 32 == 0) {
            item(type | 26);
            bigEndian(number, 4);
        } else {
            item(type | 27);
            bigEndian(number, 8);
        }
    }

    private void bigEndian(long number, int length) {
        for (int shift = 8 * (length - 1); shift >= 0; shift -= 8)
            bytes[size++] = (byte) (number >>> shift);
    }

    void none() {
        item(NULL);
    }

    void bool(boolean value) {
        item(value ? TRUE : FALSE);
    }

    void number(long value) {
        if (value >= 0) head(UNSIGNED, value);
        else head(NEGATIVE, ~value);
    }

    void number(double value) {
        item(DOUBLE);
        bigEndian(Double.doubleToRawLongBits(value), 8);
    }

    void number(float value) {
        item(FLOAT);
        bigEndian(Float.floatToRawIntBits(value), 4);
    }

    void bytes(byte[] value) {
        head(BYTES, value.length);
        contents(value);
    }

    private void contents(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    /** Text; half of a surrogate pair, which UTF-8 has no form for, makes it UTF-16 in bytes. */
    void text(String value) {
        if (isWellFormed(value)) wellFormed(value);
        else bytes(utf16(value));
    }

    private void wellFormed(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        head(TEXT, utf8.length);
        contents(utf8);
    }

    /** A reference to names in the table. {@code key} stands for them, by identity. */
    void names(Object key, List<String> names) {
        if (key != last) {
            Integer known = numbers.get(key);
            if (known == null) {
                known = table.size();
                table.add(names);
                numbers.put(key, known);
            }
            last = key;
            lastNumber = known;
        }
        head(UNSIGNED, lastNumber);
    }

    void begin(int elements) {
        if (++depth > DEPTH) {
            throw new CodecException(
                    CodecException.Kind.UNWRITABLE,
                    "records and collections are nested deeper than "
                            + DEPTH
                            + "; keep what refers to each other by key, in a list or map");
        }
        head(ARRAY, elements);
    }

    void end() {
        depth--;
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) continue;
            if (Character.isLowSurrogate(c)
                    || i + 1 == text.length()
                    || !Character.isLowSurrogate(text.charAt(i + 1))) return false;
            i++;
        }
        return true;
    }

    /** The encoder of UTF-16BE would put a question mark. */
    private static byte[] utf16(String text) {
        byte[] utf16 = new byte[text.length() * 2];
        for (int i = 0; i < text.length(); i++) {
            utf16[2 * i] = (byte) (text.charAt(i) >> 8);
            utf16[2 * i + 1] = (byte) text.charAt(i);
        }
        return utf16;
    }

    static String text(byte[] utf16) {
        char[] chars = new char[utf16.length / 2];
        for (int i = 0; i < chars.length; i++)
            chars[i] = (char) (utf16[2 * i] << 8 | utf16[2 * i + 1] & 0xFF);
        return new String(chars);
    }
}
