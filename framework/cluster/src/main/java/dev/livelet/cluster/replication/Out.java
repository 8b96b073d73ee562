package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.NodeId;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/** Writes what {@link In} reads: numbers in 7 bits a byte (zigzag), texts and bytes by length. */
final class Out {
    private final ByteArrayOutputStream bytes;

    Out() {
        this(64);
    }

    Out(int expected) {
        bytes = new ByteArrayOutputStream(expected);
    }

    Out tag(int tag) {
        bytes.write(tag);
        return this;
    }

    Out number(long number) {
        long rest = (number << 1) ^ (number >> 63);
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
    }

    Out text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    Out bytes(byte[] body) {
        return bytes(body, 0, body.length);
    }

    Out bytes(byte[] body, int offset, int length) {
        number(length);
        bytes.write(body, offset, length);
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
        return bytes.size();
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
