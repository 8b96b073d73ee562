package dev.livelet.cluster.codec;

import dev.livelet.Async;
import dev.livelet.cluster.codec.CodecException.Kind;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One of the permitted subtypes, by its name. */
final class SealedCodec extends ValueCodec {
    private final Class<?> type;
    private final Names<Class<?>> names;
    private final Map<Class<?>, Leaf> leaves = new HashMap<>();

    private record Leaf(List<String> name, ValueCodec codec) {}

    SealedCodec(Class<?> type) {
        this.type = type;
        this.names = new Names<>("the subtypes of " + type.getName());
    }

    void add(Class<?> leaf, ValueCodec codec) {
        names.add(leaf, leaf.getSimpleName(), leaf);
        leaves.put(leaf, new Leaf(List.of(names.of(leaf)), codec));
    }

    @Override
    void put(Object value, Output out) {
        Leaf leaf = leaves.get(type(value));
        if (leaf == null) {
            throw new CodecException(
                    Kind.UNWRITABLE, value.getClass().getName() + " is none of " + type.getName());
        }
        out.begin(2);
        out.names(leaf, leaf.name);
        leaf.codec.put(value, out);
        out.end();
    }

    /** A constant with a body has a class of its own. */
    static Class<?> type(Object value) {
        return value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
    }

    @Override
    Object take(Input in) {
        in.begin();
        String name = in.element().name();
        Class<?> found = names.find(name);
        Leaf leaf = found == null ? null : leaves.get(found);
        if (leaf == null) {
            throw new CodecException(
                    Kind.UNKNOWN,
                    "no subtype " + name + " of " + type.getName() + " in this release");
        }
        Object value = leaf.codec.take(in.element());
        in.end();
        return in.restoring() && value instanceof Async.Loading<?>
                ? new Async.Failed<>("the node was lost")
                : value;
    }
}
