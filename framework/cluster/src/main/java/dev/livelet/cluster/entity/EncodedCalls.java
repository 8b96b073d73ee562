package dev.livelet.cluster.entity;

import dev.livelet.spi.EntityCopy.Done;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The calls that an entity remembers, as bytes. Each is encoded once, though it is in the copy that
 * each of the next thousand calls leads to. Confined to the entity's turn.
 */
final class EncodedCalls {
    private final Function<Done, byte[]> encode;
    private List<Done> calls = List.of();
    private List<byte[]> bytes = List.of();

    EncodedCalls(Function<Done, byte[]> encode) {
        this.encode = encode;
    }

    /**
     * @param now oldest first; those that were there before are the same objects, in the same order
     */
    List<byte[]> of(List<Done> now) {
        if (now == calls) return bytes;
        int forgotten = forgotten(now);
        List<byte[]> next = new ArrayList<>(now.size());
        for (int i = 0; i < now.size(); i++) {
            int before = forgotten + i;
            boolean same = before < calls.size() && calls.get(before) == now.get(i);
            next.add(same ? bytes.get(before) : encode.apply(now.get(i)));
        }
        calls = now;
        bytes = next;
        return next;
    }

    private int forgotten(List<Done> now) {
        if (now.isEmpty()) return calls.size();
        for (int i = 0; i < calls.size(); i++) if (calls.get(i) == now.getFirst()) return i;
        return calls.size();
    }
}
