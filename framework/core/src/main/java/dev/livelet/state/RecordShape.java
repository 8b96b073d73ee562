package dev.livelet.state;

import dev.livelet.LiveletException;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The components of a record class: read through generated code, and put into a new record. What is
 * read is the field, also where the record's accessor gives something else. One per class, made on
 * first use; thread-safe.
 */
public final class RecordShape {
    private static final ClassValue<RecordShape> SHAPES =
            new ClassValue<>() {
                @Override
                protected RecordShape computeValue(Class<?> type) {
                    return new RecordShape(type);
                }
            };

    private final List<RecordComponent> components;
    private final ComponentReader[] readers;
    private final MethodHandle constructor;

    private RecordShape(Class<?> type) {
        if (!type.isRecord()) throw new LiveletException(type.getName() + " is not a record");
        components = List.of(type.getRecordComponents());
        MethodHandles.Lookup lookup = Reach.into(type);
        readers =
                components.stream()
                        .map(component -> ComponentReader.of(component, lookup))
                        .toArray(ComponentReader[]::new);
        constructor = constructor(type, lookup);
    }

    private static MethodHandle constructor(Class<?> type, MethodHandles.Lookup lookup) {
        Class<?>[] parameters =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            return lookup.findConstructor(type, MethodType.methodType(void.class, parameters))
                    .asType(MethodType.genericMethodType(parameters.length))
                    .asSpreader(Object[].class, parameters.length);
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new LiveletException("No canonical constructor for " + type.getName(), e);
        }
    }

    public static RecordShape of(Class<?> record) {
        return SHAPES.get(record);
    }

    public List<RecordComponent> components() {
        return components;
    }

    public int size() {
        return readers.length;
    }

    List<String> names() {
        return components.stream().map(RecordComponent::getName).toList();
    }

    /** The index of the component of this name, or -1. */
    public int index(String component) {
        for (int i = 0; i < components.size(); i++)
            if (components.get(i).getName().equals(component)) return i;
        return -1;
    }

    /** The value of the component with this index. */
    public @Nullable Object get(Object record, int index) {
        return readers[index].get(record);
    }

    ComponentReader reader(int index) {
        return readers[index];
    }

    /** All components, in order. */
    public @Nullable Object[] values(Object record) {
        @Nullable Object[] values = new @Nullable Object[readers.length];
        for (int i = 0; i < values.length; i++) values[i] = readers[i].get(record);
        return values;
    }

    /** A new record, by the canonical constructor; what that throws comes out as it is. */
    public Object make(@Nullable Object[] values) {
        try {
            return (Object) constructor.invokeExact((Object[]) values);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new LiveletException(
                    "The constructor failed",
                    e); // cannot be: a canonical constructor declares no exceptions
        }
    }

    /** A copy of the record with one component changed. */
    public Object with(Object record, int index, @Nullable Object value) {
        @Nullable Object[] values = values(record);
        values[index] = value;
        return make(values);
    }

    /** A function that calls a zero-argument method; the method and its class may be private. */
    @SuppressWarnings("unchecked")
    public static Function<Object, @Nullable Object> accessor(Method method) {
        try {
            MethodHandles.Lookup lookup = Reach.into(method.getDeclaringClass());
            MethodHandle handle = lookup.unreflect(method);
            return (Function<Object, @Nullable Object>)
                    LambdaMetafactory.metafactory(
                                    lookup,
                                    "apply",
                                    MethodType.methodType(Function.class),
                                    MethodType.methodType(Object.class, Object.class),
                                    handle,
                                    handle.type().wrap())
                            .getTarget()
                            .invoke();
        } catch (LiveletException e) {
            throw e;
        } catch (Throwable e) {
            throw new LiveletException("No accessor for " + method, e);
        }
    }
}
