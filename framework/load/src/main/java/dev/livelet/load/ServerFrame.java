package dev.livelet.load;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;

/**
 * A frame from the server, where it lies in the input: valid only during the call that brings it.
 * Its kind and the numbers that follow are read at once, the rest only when asked for.
 */
public final class ServerFrame {
    private static final int NUMBERS = 3;

    private final int[] numbers = new int[NUMBERS];
    private byte[] bytes = {};
    private int from;
    private int to;
    private int count;

    ServerFrame() {}

    void set(byte[] source, int begin, int end) {
        bytes = source;
        from = begin;
        to = end;
        count = 0;
        int at = begin + 1;
        while (count < NUMBERS && at < end) {
            boolean negative = source[at] == '-';
            if (negative) at++;
            int digits = at;
            int number = 0;
            while (at < end && source[at] >= '0' && source[at] <= '9')
                number = 10 * number + (source[at++] - '0');
            if (at == digits || at == end || source[at] != ',' && source[at] != ']') break;
            numbers[count++] = negative ? -number : number;
            at++;
        }
        if (count == 0) throw new IllegalStateException("no frame of livelet.1: " + text());
    }

    /** Its first element: 0 or more for a patch, else a code of {@code docs/protocol.md}. */
    public int kind() {
        return numbers[0];
    }

    public boolean isPatch() {
        return kind() >= 0;
    }

    /** The elements after the kind, as long as they are numbers. */
    int number(int index) {
        if (index >= count)
            throw new IllegalStateException("no number at " + index + ": " + text());
        return numbers[index];
    }

    /** In bytes. */
    public int length() {
        return to - from;
    }

    public String text() {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    JsonNode json() {
        return JsonMapper.shared().readTree(bytes, from, to - from);
    }

    @Override
    public String toString() {
        return text();
    }
}
