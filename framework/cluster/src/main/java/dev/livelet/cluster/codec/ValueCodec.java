package dev.livelet.cluster.codec;

import org.jspecify.annotations.Nullable;

import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Writes and reads the values of one declared type. Made once for a type; stateless and
 * thread-safe.
 */
abstract class ValueCodec {
    final void write(@Nullable Object value, Output out) {
        if (value == null) out.none();
        else put(value, out);
    }

    /** The value whose first token is the current one; its last is the current one afterwards. */
    final @Nullable Object read(Input in) {
        return in.isNone() ? null : take(in);
    }

    abstract void put(Object value, Output out);

    abstract Object take(Input in);

    /** What stands for a component that the writer did not know. */
    @Nullable Object absent() {
        return null;
    }

    /** A value that is written as something simpler. */
    @SuppressWarnings("unchecked")
    static <T> ValueCodec of(
            BiConsumer<Output, T> put, Function<Input, T> take, @Nullable T absent) {
        return new ValueCodec() {
            @Override
            void put(Object value, Output out) {
                put.accept(out, (T) value);
            }

            @Override
            Object take(Input in) {
                return (Object) take.apply(in);
            }

            @Override
            @Nullable Object absent() {
                return absent;
            }
        };
    }
}
