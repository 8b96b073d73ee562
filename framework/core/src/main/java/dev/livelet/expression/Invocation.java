package dev.livelet.expression;

import dev.livelet.state.Reach;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Code that calls a method: through a generated lambda for up to two operands, else through a
 * method handle. A null receiver gives null, and so does null where a parameter is primitive.
 */
final class Invocation {
    /** The generated lambdas, by the class they are called on: every use of a method shares one. */
    private static final ClassValue<Map<Method, Object>> GENERATED =
            new ClassValue<>() {
                @Override
                protected Map<Method, Object> computeValue(Class<?> receiver) {
                    return new ConcurrentHashMap<>();
                }
            };

    private final Method method;
    private final Class<?> receiver;
    private final MethodHandles.Lookup lookup;
    private final MethodHandle handle;

    /**
     * @param receiver the static type of the receiver: for methods that its non-public superclass
     *     declares
     */
    Invocation(Method method, Class<?> receiver, MethodHandles.Lookup given, int offset) {
        this.method = method;
        this.receiver = receiver;
        try {
            Reach.give(method.getDeclaringClass(), given);
            lookup = Reach.find(method.getDeclaringClass()).orElseGet(MethodHandles::lookup);
            handle = unreflect(receiver).asFixedArity();
        } catch (IllegalAccessException | NoSuchMethodException e) {
            throw new ExpressionException(Reach.advice(method.getDeclaringClass()), offset);
        }
    }

    private MethodHandle unreflect(Class<?> receiver)
            throws IllegalAccessException, NoSuchMethodException {
        if (Modifier.isPublic(method.getDeclaringClass().getModifiers())
                || Modifier.isStatic(method.getModifiers())
                || lookup.lookupClass() == method.getDeclaringClass()) {
            return lookup.unreflect(method);
        }
        return lookup.findVirtual(
                receiver,
                method.getName(),
                MethodType.methodType(method.getReturnType(), method.getParameterTypes()));
    }

    /**
     * @param receiver null for a static method
     */
    Expression code(@Nullable Expression receiver, Expression... arguments) {
        Class<?>[] parameters = method.getParameterTypes();
        if (receiver == null) {
            return switch (arguments.length) {
                case 1 -> unary(arguments[0]);
                case 2 ->
                        binary(
                                arguments[0],
                                parameters[0].isPrimitive(),
                                arguments[1],
                                parameters[1].isPrimitive());
                default -> spread(null, arguments, parameters);
            };
        }
        return switch (arguments.length) {
            case 0 -> unary(receiver);
            case 1 -> binary(receiver, true, arguments[0], parameters[0].isPrimitive());
            default -> spread(receiver, arguments, parameters);
        };
    }

    private Expression unary(Expression operand) {
        Function<Object, @Nullable Object> call = function();
        boolean strict =
                !Modifier.isStatic(method.getModifiers())
                        || method.getParameterTypes()[0].isPrimitive();
        if (!strict) return frame -> applyNullable(call, operand.eval(frame));
        return frame -> {
            Object value = operand.eval(frame);
            return value == null ? null : call.apply(value);
        };
    }

    @SuppressWarnings("NullAway") // the method decides what null means to it
    private static @Nullable Object applyNullable(
            Function<Object, @Nullable Object> call, @Nullable Object value) {
        return call.apply(value);
    }

    @SuppressWarnings("NullAway") // as above
    private Expression binary(
            Expression first, boolean firstStrict, Expression second, boolean secondStrict) {
        BiFunction<Object, Object, @Nullable Object> call = biFunction();
        return frame -> {
            Object a = first.eval(frame);
            if (a == null && firstStrict) return null;
            Object b = second.eval(frame);
            return b == null && secondStrict ? null : call.apply(a, b);
        };
    }

    private Expression spread(
            @Nullable Expression receiver, Expression[] arguments, Class<?>[] parameters) {
        int count = arguments.length + (receiver == null ? 0 : 1);
        MethodHandle call =
                handle.asType(MethodType.genericMethodType(count))
                        .asSpreader(Object[].class, count);
        return frame -> {
            @Nullable Object[] values = new @Nullable Object[count];
            int at = 0;
            if (receiver != null && (values[at++] = receiver.eval(frame)) == null) return null;
            for (int i = 0; i < arguments.length; i++) {
                Object value = arguments[i].eval(frame);
                if (value == null && parameters[i].isPrimitive()) return null;
                values[at++] = value;
            }
            return invoke(call, values);
        };
    }

    private static @Nullable Object invoke(MethodHandle call, @Nullable Object[] values) {
        try {
            return (Object) call.invokeExact((Object[]) values);
        } catch (Throwable e) {
            throw Invocation.<RuntimeException>unchecked(e);
        }
    }

    /** What the user's method throws comes out as it is, as it does from the generated lambdas. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E unchecked(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @SuppressWarnings("unchecked")
    Function<Object, @Nullable Object> function() {
        return (Function<Object, @Nullable Object>) generated(Function.class, 1);
    }

    @SuppressWarnings("unchecked")
    private BiFunction<Object, Object, @Nullable Object> biFunction() {
        return (BiFunction<Object, Object, @Nullable Object>) generated(BiFunction.class, 2);
    }

    private Object generated(Class<?> shape, int operands) {
        return GENERATED
                .get(receiver)
                .computeIfAbsent(method, ignored -> generate(shape, operands));
    }

    private Object generate(Class<?> shape, int operands) {
        try {
            return LambdaMetafactory.metafactory(
                            lookup,
                            "apply",
                            MethodType.methodType(shape),
                            MethodType.genericMethodType(operands),
                            handle,
                            handle.type().wrap())
                    .getTarget()
                    .invoke();
        } catch (Throwable e) {
            throw new dev.livelet.LiveletException("No accessor for " + method, e);
        }
    }
}
