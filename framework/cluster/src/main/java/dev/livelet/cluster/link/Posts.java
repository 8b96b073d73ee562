package dev.livelet.cluster.link;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Signals, questions and answers cut into packets, and put together again. Parts come in any order
 * or not at all: what is not complete gives way to what is newer. Not thread-safe.
 */
final class Posts {
    /** Less than JGroups puts into one packet. */
    static final int PART = 32 * 1024;

    private static final int MAX_OPEN = 64;
    private static final long MAX_BYTES = 64L * 1024 * 1024;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Post(Packet.Form form, long id, int channel, byte[] bytes) {}

    private static final class Parts {
        final byte[] @Nullable [] bytes;
        int missing;
        long size;

        Parts(int count) {
            bytes = new byte[count][];
            missing = count;
        }
    }

    private record Key(Packet.Form form, long id) {}

    private final LinkedHashMap<Key, Parts> open = new LinkedHashMap<>();
    private final Counters counters;
    private long held;

    Posts(Counters counters) {
        this.counters = counters;
    }

    static List<Packet> cut(Post post) {
        byte[] bytes = post.bytes();
        int count = Math.max(1, (bytes.length + PART - 1) / PART);
        if (count > Wire.MAX_PARTS)
            throw new IllegalArgumentException(
                    "a "
                            + post.form()
                            + " of "
                            + bytes.length
                            + " bytes; the link carries at most "
                            + Wire.MAX_PARTS * PART);
        List<Packet> packets = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] part =
                    count == 1
                            ? bytes
                            : Arrays.copyOfRange(
                                    bytes, i * PART, Math.min(bytes.length, (i + 1) * PART));
            packets.add(new Packet.Post(post.form(), post.id(), i, count, post.channel(), part));
        }
        return packets;
    }

    /** What is complete with this part; null when more is to come. */
    @Nullable Post join(Packet.Post part) {
        if (part.count() == 1)
            return new Post(part.form(), part.id(), part.channel(), part.bytes());
        Key key = new Key(part.form(), part.id());
        Parts parts = open.computeIfAbsent(key, _ -> new Parts(part.count()));
        if (parts.bytes.length != part.count() || parts.bytes[part.index()] != null) {
            counters.count("link.refused.malformed post");
            return null;
        }
        parts.bytes[part.index()] = part.bytes();
        parts.size += part.bytes().length;
        held += part.bytes().length;
        if (--parts.missing == 0) {
            open.remove(key);
            held -= parts.size;
            ByteArrayOutputStream whole = new ByteArrayOutputStream((int) parts.size);
            for (byte[] bytes : parts.bytes) if (bytes != null) whole.writeBytes(bytes);
            return new Post(part.form(), part.id(), part.channel(), whole.toByteArray());
        }
        while (open.size() > MAX_OPEN || held > MAX_BYTES) {
            Map.Entry<Key, Parts> oldest = open.pollFirstEntry();
            if (oldest == null) break;
            held -= oldest.getValue().size;
            counters.count("link.posts-incomplete");
        }
        return null;
    }
}
