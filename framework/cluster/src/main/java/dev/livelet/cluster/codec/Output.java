package dev.livelet.cluster.codec;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes blobs, one after the other. A blob is two CBOR items: a table of names, and the value. The
 * names of a record's components, of subtypes and of enum constants are in the table once, and the
 * value refers to them by number, so that a list of a thousand rows names its columns once and
 * still says what they are. Used by one thread.
 */
final class Output implements AutoCloseable {
    /** Records and collections within each other. */
    static final int DEPTH = 64;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final JsonGenerator generator =
            Input.FACTORY.createGenerator(ObjectWriteContext.empty(), bytes);
    private final Map<Object, Integer> numbers = new IdentityHashMap<>();
    private final List<List<String>> table = new ArrayList<>();
    private @Nullable Object last;
    private int lastNumber;
    private int depth;

    byte[] blob(ValueCodec codec, @Nullable Object value) {
        codec.write(value, this);
        byte[] body = taken();
        generator.writeStartArray(null, table.size());
        for (List<String> names : table) {
            generator.writeStartArray(null, names.size());
            names.forEach(generator::writeString);
            generator.writeEndArray();
        }
        generator.writeEndArray();
        byte[] head = taken();
        numbers.clear();
        table.clear();
        last = null;
        byte[] blob = new byte[head.length + body.length];
        System.arraycopy(head, 0, blob, 0, head.length);
        System.arraycopy(body, 0, blob, head.length, body.length);
        return blob;
    }

    private byte[] taken() {
        generator.flush();
        byte[] taken = bytes.toByteArray();
        bytes.reset();
        return taken;
    }

    void none() {
        generator.writeNull();
    }

    void bool(boolean value) {
        generator.writeBoolean(value);
    }

    void number(long value) {
        generator.writeNumber(value);
    }

    void number(double value) {
        generator.writeNumber(value);
    }

    void number(float value) {
        generator.writeNumber(value);
    }

    void bytes(byte[] value) {
        generator.writeBinary(value);
    }

    /** Text; half of a surrogate pair, which UTF-8 has no form for, makes it UTF-16 in bytes. */
    void text(String value) {
        if (isWellFormed(value)) generator.writeString(value);
        else generator.writeBinary(utf16(value));
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
        generator.writeNumber(lastNumber);
    }

    void begin(int size) {
        if (++depth > DEPTH) {
            throw new CodecException(
                    CodecException.Kind.UNWRITABLE,
                    "records and collections are nested deeper than "
                            + DEPTH
                            + "; keep what refers to each other by key, in a list or map");
        }
        generator.writeStartArray(null, size);
    }

    void end() {
        depth--;
        generator.writeEndArray();
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

    @Override
    public void close() {
        generator.close();
    }
}
