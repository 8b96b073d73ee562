package dev.livelet.cluster.codec;

import dev.livelet.state.RecordShape;
import dev.livelet.state.Structure;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The states of one view as parts, one blob for each component under its oldest name: a change is
 * the parts that changed. Thread-safe.
 */
public final class StateCodec {
    private final Class<?> type;
    private final RecordCodec codec;
    private final RecordShape shape;

    /** A state, and what its writer knew more than this release. */
    public record Decoded(Object state, Carried carried) {}

    StateCodec(Class<?> type, RecordCodec codec) {
        this.type = type;
        this.codec = codec;
        this.shape = codec.shape();
    }

    /**
     * The whole state.
     *
     * @throws CodecException when something in it cannot travel
     */
    public StateParts encode(Object state, Carried carried) {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        Output out = new Output();
        for (int i = 0; i < shape.size(); i++) part(i, state, carried, out, parts);
        parts.putAll(carried.unknown());
        return new StateParts(parts);
    }

    /** What {@code after} has that {@code before} has not. */
    public StateParts changes(Object before, Object after, Carried carried) {
        if (before == after) return new StateParts(Map.of());
        Map<String, byte[]> parts = new LinkedHashMap<>();
        Output out = new Output();
        for (int i = 0; i < shape.size(); i++)
            if (!Structure.same(shape.get(before, i), shape.get(after, i)))
                part(i, after, carried, out, parts);
        return new StateParts(parts);
    }

    private void part(
            int index, Object state, Carried carried, Output out, Map<String, byte[]> parts) {
        Object value = shape.get(state, index);
        String name = codec.written().get(index);
        byte[] as = carried.blob(name, value);
        try {
            parts.put(name, as != null ? as : out.blob(codec.component(index), value));
        } catch (CodecException e) {
            throw e.in(place(index));
        }
    }

    /** The state exactly as it was written: what a page shows. */
    public Decoded decode(StateParts parts) {
        return decode(parts, false);
    }

    /**
     * The state to go on with after its node was lost: what was loading there has failed.
     *
     * @throws SharedAbsent with all shared values of it that must be fetched
     * @throws CodecException when a part cannot be read, or the record's constructor throws
     */
    public Decoded restore(StateParts parts) {
        return decode(parts, true);
    }

    private Decoded decode(StateParts parts, boolean restoring) {
        @Nullable Object[] values = codec.absentAll();
        Map<String, byte[]> unknown = new LinkedHashMap<>();
        Map<String, Carried.Kept> kept = new HashMap<>();
        SharedAbsent absent = null;
        for (Map.Entry<String, byte[]> part : parts.blobs().entrySet()) {
            int index = codec.index(part.getKey());
            if (index < 0) {
                unknown.put(part.getKey(), part.getValue());
                continue;
            }
            Input.Read read;
            try {
                read = read(index, part.getValue(), restoring);
            } catch (SharedAbsent e) {
                absent = absent == null ? e : absent.and(e);
                continue;
            }
            codec.set(values, index, read.value());
            if (read.lossy())
                kept.put(
                        codec.written().get(index),
                        new Carried.Kept(read.value(), part.getValue()));
        }
        if (absent != null) throw absent;
        Object state = codec.make(values);
        boolean nothing = unknown.isEmpty() && kept.isEmpty();
        return new Decoded(state, nothing ? Carried.NOTHING : new Carried(unknown, kept));
    }

    private Input.Read read(int index, byte[] blob, boolean restoring) {
        try {
            return Input.read(blob, codec.component(index), restoring);
        } catch (CodecException e) {
            throw e.in(place(index));
        }
    }

    private String place(int index) {
        return type.getSimpleName() + "." + shape.components().get(index).getName();
    }
}
