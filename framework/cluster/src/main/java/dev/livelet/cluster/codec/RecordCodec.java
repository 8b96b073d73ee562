package dev.livelet.cluster.codec;

import dev.livelet.cluster.codec.CodecException.Kind;
import dev.livelet.state.RecordShape;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/**
 * A record by its components' names. Components that the writer did not know get what stands for
 * nothing in their type, those that this release does not know are left out, and then the canonical
 * constructor decides.
 */
final class RecordCodec extends ValueCodec {
    private final Class<?> type;
    private final RecordShape shape;
    private final Names<Integer> names;
    private final List<String> written = new ArrayList<>();

    /** Set once, when the codecs of the components are there: a record may hold itself. */
    private ValueCodec[] codecs = {};

    RecordCodec(Class<?> type) {
        this.type = type;
        this.shape = RecordShape.of(type);
        this.names = new Names<>("the components of " + type.getName());
        List<RecordComponent> components = shape.components();
        for (int i = 0; i < components.size(); i++)
            names.add(i, components.get(i).getName(), components.get(i));
        for (int i = 0; i < components.size(); i++) written.add(names.of(i));
    }

    void components(List<ValueCodec> components) {
        codecs = components.toArray(ValueCodec[]::new);
    }

    RecordShape shape() {
        return shape;
    }

    /** The names on the wire, in the record's order. */
    List<String> written() {
        return written;
    }

    ValueCodec component(int index) {
        return codecs[index];
    }

    /** The component known by this name, or -1. */
    int index(String name) {
        Integer found = names.find(name);
        return found == null ? -1 : found;
    }

    int[] positions(List<String> components) {
        return components.stream().mapToInt(this::index).toArray();
    }

    /** A record of nothing. */
    @Nullable Object[] absentAll() {
        @Nullable Object[] values = new @Nullable Object[codecs.length];
        for (int i = 0; i < values.length; i++) values[i] = codecs[i].absent();
        return values;
    }

    /** Null in a primitive component is what another release had there. */
    void set(@Nullable Object[] values, int index, @Nullable Object value) {
        boolean primitive = shape.components().get(index).getType().isPrimitive();
        values[index] = value == null && primitive ? codecs[index].absent() : value;
    }

    Object make(@Nullable Object[] values) {
        try {
            return shape.make(values);
        } catch (RuntimeException e) {
            throw new CodecException(
                    Kind.REFUSED, "the constructor of " + type.getName() + " threw " + e, e);
        }
    }

    @Override
    void put(Object value, Output out) {
        if (value.getClass() != type) {
            throw new CodecException(
                    Kind.UNWRITABLE,
                    "a " + type.getName() + " was expected, found a " + value.getClass().getName());
        }
        out.begin(codecs.length + 1);
        out.names(this, written);
        for (int i = 0; i < codecs.length; i++) {
            try {
                codecs[i].write(shape.get(value, i), out);
            } catch (CodecException e) {
                throw e.in(type.getSimpleName() + "." + shape.components().get(i).getName());
            }
        }
        out.end();
    }

    @Override
    Object take(Input in) {
        in.begin();
        int[] positions = in.element().positions(this);
        @Nullable Object[] values = absentAll();
        for (int position : positions) {
            in.element();
            if (position < 0) {
                in.skip();
                continue;
            }
            try {
                set(values, position, codecs[position].read(in));
            } catch (CodecException e) {
                throw e.in(type.getSimpleName() + "." + shape.components().get(position).getName());
            }
        }
        in.end();
        return make(values);
    }
}
