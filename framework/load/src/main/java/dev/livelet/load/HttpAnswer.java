package dev.livelet.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The answer to a request as it comes in (RFC 9112): head, then a body of a told length or in
 * chunks. An answer 101 has none: what follows stays in the input.
 */
final class HttpAnswer {
    private static final int LONGEST = 64 << 20;

    private byte[] bytes = new byte[8192];
    private int size;
    private int body = -1;
    private int status;
    private String head = "";
    private long length = -1;
    private boolean chunked;
    private boolean ended;
    private final StringBuilder text = new StringBuilder();

    /**
     * Takes what belongs to this answer.
     *
     * @return whether it is whole
     * @throws IllegalStateException when it is none
     */
    boolean read(ByteBuffer input) {
        while (body < 0 && input.hasRemaining()) {
            add(input.get());
            if (size >= 4 && ends()) head();
        }
        if (body < 0) return false;
        if (status == 101) return true;
        if (chunked) while (input.hasRemaining() && !whole()) add(input.get());
        else take(input, (int) Math.min(input.remaining(), length - (size - body)));
        if (!whole()) return false;
        if (!chunked)
            text.append(new String(bytes, body, size - body, StandardCharsets.ISO_8859_1));
        return true;
    }

    private void add(byte next) {
        reserve(1);
        bytes[size++] = next;
    }

    private void take(ByteBuffer input, int count) {
        reserve(count);
        input.get(bytes, size, count);
        size += count;
    }

    private void reserve(int count) {
        if (size + count > LONGEST) throw new IllegalStateException("an answer without an end");
        if (size + count > bytes.length)
            bytes = Arrays.copyOf(bytes, Math.max(2 * size, size + count));
    }

    private boolean ends() {
        return bytes[size - 1] == '\n'
                && bytes[size - 2] == '\r'
                && bytes[size - 3] == '\n'
                && bytes[size - 4] == '\r';
    }

    private void head() {
        head = new String(bytes, 0, size, StandardCharsets.ISO_8859_1);
        body = size;
        if (!head.startsWith("HTTP/1.1 ") || head.length() < 12)
            throw new IllegalStateException("no HTTP/1.1: " + head.lines().findFirst().orElse(""));
        status = Integer.parseInt(head.substring(9, 12));
        chunked =
                headers("transfer-encoding").stream()
                        .anyMatch(value -> value.toLowerCase(Locale.ROOT).endsWith("chunked"));
        for (String value : headers("content-length")) length = Long.parseLong(value);
        if (!chunked && length < 0) length = 0;
    }

    private boolean whole() {
        if (chunked && !ended) ended = lastChunk();
        return chunked ? ended : size - body >= length;
    }

    /** Moves whole chunks from the bytes to the text. */
    private boolean lastChunk() {
        if (size - body < 2 || bytes[size - 1] != '\n') return false;
        int line = body;
        while (bytes[line] != '\n') line++;
        String number = new String(bytes, body, line - body, StandardCharsets.ISO_8859_1);
        int chunk = Integer.parseInt(number.replaceAll(";.*", "").strip(), 16);
        if (size < line + 1 + chunk + 2) return false;
        text.append(new String(bytes, line + 1, chunk, StandardCharsets.ISO_8859_1));
        size = body;
        return chunk == 0;
    }

    int status() {
        return status;
    }

    /** All values of a header, whose name is in lower case. */
    List<String> headers(String name) {
        List<String> values = new ArrayList<>();
        for (String line : head.split("\r\n")) {
            int colon = line.indexOf(':');
            if (colon == name.length()
                    && line.substring(0, colon).toLowerCase(Locale.ROOT).equals(name))
                values.add(line.substring(colon + 1).strip());
        }
        return values;
    }

    /** A byte as a character each. */
    String text() {
        return text.toString();
    }
}
