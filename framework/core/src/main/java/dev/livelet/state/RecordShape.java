package dev.livelet.state;

import dev.livelet.LiveletException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The components of a record class, read through generated accessors. One per class, made on first use. */
public final class RecordShape {
    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    private final List<RecordComponent> components;
    private final List<Function<Object, @Nullable Object>> accessors;

    private RecordShape(Class<?> type) {
        if (!type.isRecord()) throw new LiveletException(type.getName() + " is not a record");
        components = List.of(type.getRecordComponents());
        accessors = components.stream().map(component -> accessor(component.getAccessor())).toList();
    }

    public static RecordShape of(Class<?> record) {
        return SHAPES.get(record);
    }

    public List<RecordComponent> components() {
        return components;
    }

    public int size() {
        return accessors.size();
    }

    /** The value of the component with this index. */
    public @Nullable Object get(Object record, int index) {
        return accessors.get(index).apply(record);
    }

    /** A function that calls a zero-argument method; the method and its class may be private. */
    @SuppressWarnings("unchecked")
    public static Function<Object, @Nullable Object> accessor(Method method) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(method.getDeclaringClass(), MethodHandles.lookup());
            MethodHandle handle = lookup.unreflect(method);
            MethodType boxed = handle.type().wrap();
            return (Function<Object, @Nullable Object>) LambdaMetafactory.metafactory(
                            lookup,
                            "apply",
                            MethodType.methodType(Function.class),
                            MethodType.methodType(Object.class, Object.class),
                            handle,
                            boxed)
                    .getTarget()
                    .invoke();
        } catch (IllegalAccessException e) {
            throw new LiveletException(
                    "Livelet cannot reach " + method + ": add 'opens " + method.getDeclaringClass().getPackageName()
                            + ";' to the module, or pass a Lookup to Template.of",
                    e);
        } catch (Throwable e) {
            throw new LiveletException("No accessor for " + method, e);
        }
    }
}
