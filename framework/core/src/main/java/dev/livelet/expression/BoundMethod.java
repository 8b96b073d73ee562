package dev.livelet.expression;

import dev.livelet.LiveletException;
import dev.livelet.state.Reach;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A handler's method with the view or entity it is called on, whatever its visibility. Thread-safe.
 *
 * @param invoker takes all arguments, the state first, as one array
 */
public record BoundMethod(Method method, MethodHandle invoker) {
    /**
     * @throws LiveletException with the fix, where the class's module is not open to Livelet
     */
    public static BoundMethod of(Object target, Method method) {
        MethodHandle handle;
        try {
            handle = Reach.into(method.getDeclaringClass()).unreflect(method);
        } catch (IllegalAccessException e) {
            throw wrong(method, Reach.advice(method.getDeclaringClass()));
        }
        if (!Modifier.isStatic(method.getModifiers())) handle = handle.bindTo(target);
        return new BoundMethod(
                method,
                handle.asFixedArity()
                        .asType(handle.type().generic())
                        .asSpreader(Object[].class, method.getParameterCount()));
    }

    /**
     * Calls the method.
     *
     * @param values the state, then what the method takes besides
     * @return what it returns, which is a state or has one; for a void method the state given
     */
    public Object call(@Nullable Object[] values) throws Throwable {
        Object next = (Object) invoker.invokeExact(values);
        if (method.getReturnType() == void.class) next = values[0];
        if (next == null)
            throw new LiveletException(
                    this
                            + " returned null instead of a state; return the state it was given"
                            + " where nothing changes");
        return next;
    }

    public static LiveletException wrong(Method method, @Nullable String what) {
        return new LiveletException("The handler " + describe(method) + ": " + what);
    }

    /** As in {@code Counter.add(State, int)}. */
    @Override
    public String toString() {
        return describe(method);
    }

    private static String describe(Method method) {
        String types =
                Arrays.stream(method.getGenericParameterTypes())
                        .map(ExpressionCompiler::typeName)
                        .collect(Collectors.joining(", "));
        return method.getDeclaringClass().getSimpleName()
                + "."
                + method.getName()
                + "("
                + types
                + ")";
    }
}
