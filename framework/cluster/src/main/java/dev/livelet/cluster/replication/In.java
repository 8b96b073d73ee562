package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.NodeId;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads what {@link Out} wrote. Throws {@link Malformed} on whatever else; allocates nothing by a
 * length that the bytes do not bear out.
 */
final class In {
    /** These bytes are no message of ours. */
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformed(String what) {
            super(what, null, false, false);
        }
    }

    private final byte[] bytes;
    private final int end;
    private int at;

    In(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private In(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** How many bytes follow. */
    int left() {
        return end - at;
    }

    boolean isAtEnd() {
        return at == end;
    }

    int tag() {
        if (at >= end) {
            throw new Malformed("ends too early");
        }
        return bytes[at++];
    }

    long longNumber() {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = tag();
            result |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return (result >>> 1) ^ -(result & 1);
            }
        }
        throw new Malformed("a number without end");
    }

    int number() {
        long number = longNumber();
        if (number != (int) number) {
            throw new Malformed("a number out of range");
        }
        return (int) number;
    }

    /** How many of something follow, each of one byte at least. */
    int count() {
        int count = number();
        if (count < 0 || count > end - at) {
            throw new Malformed("a count or length of " + count);
        }
        return count;
    }

    byte[] bytes() {
        int length = count();
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    String text() {
        int length = count();
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    NodeId node() {
        return Nodes.shared(new NodeId(text(), longNumber()));
    }

    List<NodeId> nodes() {
        int count = count();
        List<NodeId> nodes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            nodes.add(node());
        }
        return List.copyOf(nodes);
    }
}
