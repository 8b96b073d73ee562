package dev.livelet.state;

import dev.livelet.LiveletException;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** Reads one component of a record. Primitive ones can be compared without boxing. */
sealed interface ComponentReader {
    @Nullable Object get(Object record);

    /**
     * Whether both records have the same primitive here; false for an object, which the caller
     * compares.
     */
    boolean samePrimitive(Object a, Object b);

    default boolean isPrimitive() {
        return true;
    }

    static ComponentReader of(RecordComponent component, MethodHandles.Lookup lookup) {
        try {
            if (!MethodCode.isPlainAccessor(component.getAccessor())) {
                return new OfField(
                        lookup.findGetter(
                                        component.getDeclaringRecord(),
                                        component.getName(),
                                        component.getType())
                                .asType(MethodType.methodType(Object.class, Object.class)));
            }
            MethodHandle accessor = lookup.unreflect(component.getAccessor());
            return switch (component.getType().descriptorString()) {
                case "Z" ->
                        new OfBoolean(
                                generated(
                                        lookup, accessor, Predicate.class, "test", boolean.class));
                case "I" ->
                        new OfInt(
                                generated(
                                        lookup,
                                        accessor,
                                        ToIntFunction.class,
                                        "applyAsInt",
                                        int.class));
                case "J" ->
                        new OfLong(
                                generated(
                                        lookup,
                                        accessor,
                                        ToLongFunction.class,
                                        "applyAsLong",
                                        long.class));
                case "D" ->
                        new OfDouble(
                                generated(
                                        lookup,
                                        accessor,
                                        ToDoubleFunction.class,
                                        "applyAsDouble",
                                        double.class));
                default ->
                        new OfObject(
                                generated(lookup, accessor, Function.class, "apply", Object.class));
            };
        } catch (NoSuchFieldException | IllegalAccessException e) {
            throw new LiveletException(Reach.advice(component.getDeclaringRecord()), e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> T generated(
            MethodHandles.Lookup lookup,
            MethodHandle accessor,
            Class<? super T> shape,
            String name,
            Class<?> result) {
        MethodType type = result == Object.class ? accessor.type().wrap() : accessor.type();
        try {
            return (T)
                    LambdaMetafactory.metafactory(
                                    lookup,
                                    name,
                                    MethodType.methodType(shape),
                                    MethodType.methodType(result, Object.class),
                                    accessor,
                                    type)
                            .getTarget()
                            .invoke();
        } catch (Throwable e) {
            throw new LiveletException("No accessor for " + accessor, e);
        }
    }

    record OfBoolean(Predicate<Object> reader) implements ComponentReader {
        @Override
        public Object get(Object record) {
            return reader.test(record);
        }

        @Override
        public boolean samePrimitive(Object a, Object b) {
            return reader.test(a) == reader.test(b);
        }
    }

    record OfInt(ToIntFunction<Object> reader) implements ComponentReader {
        @Override
        public Object get(Object record) {
            return reader.applyAsInt(record);
        }

        @Override
        public boolean samePrimitive(Object a, Object b) {
            return reader.applyAsInt(a) == reader.applyAsInt(b);
        }
    }

    record OfLong(ToLongFunction<Object> reader) implements ComponentReader {
        @Override
        public Object get(Object record) {
            return reader.applyAsLong(record);
        }

        @Override
        public boolean samePrimitive(Object a, Object b) {
            return reader.applyAsLong(a) == reader.applyAsLong(b);
        }
    }

    /** Compared by bits: 0.0 and -0.0 do not look the same. */
    record OfDouble(ToDoubleFunction<Object> reader) implements ComponentReader {
        @Override
        public Object get(Object record) {
            return reader.applyAsDouble(record);
        }

        @Override
        public boolean samePrimitive(Object a, Object b) {
            return Double.compare(reader.applyAsDouble(a), reader.applyAsDouble(b)) == 0;
        }
    }

    record OfObject(Function<Object, @Nullable Object> reader) implements ComponentReader {
        @Override
        public @Nullable Object get(Object record) {
            return reader.apply(record);
        }

        @Override
        public boolean samePrimitive(Object a, Object b) {
            return false;
        }

        @Override
        public boolean isPrimitive() {
            return false;
        }
    }

    /** Where the record's own accessor may not say what the field holds. */
    record OfField(MethodHandle getter) implements ComponentReader {
        @Override
        public @Nullable Object get(Object record) {
            try {
                return (Object) getter.invokeExact((Object) record);
            } catch (Throwable e) {
                throw new LiveletException("Cannot read " + getter, e);
            }
        }

        @Override
        public boolean samePrimitive(Object a, Object b) {
            return false;
        }

        @Override
        public boolean isPrimitive() {
            return false;
        }
    }
}
