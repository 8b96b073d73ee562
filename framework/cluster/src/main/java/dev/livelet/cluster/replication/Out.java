package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.NodeId;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

/**
 * Writes what {@link In} reads: numbers in 7 bits a byte (zigzag), texts and bytes by length. Used
 * by one thread.
 */
final class Out {
    private static final int LONGEST_NUMBER = 10;
    private static final int SHORT = 64;

    private byte[] bytes;
    private int size;

    Out() {
        this(64);
    }

    Out(int expected) {
        bytes = new byte[expected];
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }

    Out tag(int tag) {
        room(1);
        bytes[size++] = (byte) tag;
        return this;
    }

    Out number(long number) {
        room(LONGEST_NUMBER);
        long rest = (number << 1) ^ (number >> 63);
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    Out text(String text) {
        return isShort(text) ? ascii(text) : bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Most are names: no array of their own for those. */
    private static boolean isShort(String text) {
        int length = text.length();
        if (length >= SHORT) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private Out ascii(String text) {
        int length = text.length();
        number(length);
        room(length);
        for (int i = 0; i < length; i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
        return this;
    }

    Out bytes(byte[] body) {
        return bytes(body, 0, body.length);
    }

    Out bytes(byte[] body, int offset, int length) {
        number(length);
        room(length);
        System.arraycopy(body, offset, bytes, size, length);
        size += length;
        return this;
    }

    Out node(NodeId node) {
        return text(node.name()).number(node.incarnation());
    }

    Out nodes(Collection<NodeId> nodes) {
        number(nodes.size());
        nodes.forEach(this::node);
        return this;
    }

    int size() {
        return size;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}
