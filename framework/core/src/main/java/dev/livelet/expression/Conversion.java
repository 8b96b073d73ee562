package dev.livelet.expression;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Which values may stand where another type is asked for (JLS 5.3, and a little more), and how they
 * become it.
 */
enum Conversion {
    /** Subtypes and wider primitives. */
    STRICT,
    /** Also boxing and unboxing. */
    LOOSE,
    /** Also boxing of a widened number, which Java lacks: an int where a Long is asked for. */
    LENIENT;

    private static final List<Class<?>> WIDENING =
            List.of(byte.class, short.class, int.class, long.class, float.class, double.class);

    private static final Map<Class<?>, UnaryOperator<Object>> TO_NUMBER =
            Map.of(
                    byte.class, n -> number(n).byteValue(),
                    short.class, n -> number(n).shortValue(),
                    int.class, n -> number(n).intValue(),
                    long.class, n -> number(n).longValue(),
                    float.class, n -> number(n).floatValue(),
                    double.class, n -> number(n).doubleValue());

    boolean allows(Type from, Type to) {
        boolean fromPrimitive = Types.isPrimitive(from);
        boolean toPrimitive = Types.isPrimitive(to);
        if (fromPrimitive && toPrimitive) return widens(from, to);
        if (!fromPrimitive && !toPrimitive && Types.isSubtype(from, to)) return true;
        if (this == STRICT || from == Types.NULL) return false;
        if (toPrimitive)
            return Types.isPrimitive(Types.unbox(from)) && widens(Types.unbox(from), to);
        if (fromPrimitive && Types.isSubtype(Types.box(from), to)) return true;
        return this == LENIENT
                && Types.isNumeric(from)
                && Types.isNumeric(to)
                && widens(Types.unbox(from), Types.unbox(to));
    }

    static boolean widens(Type from, Type to) {
        if (from == to) return true;
        int target = to instanceof Class<?> c ? WIDENING.indexOf(c) : -1;
        if (from == char.class) return target >= WIDENING.indexOf(int.class);
        int source = from instanceof Class<?> c ? WIDENING.indexOf(c) : -1;
        return source >= 0 && source <= target;
    }

    /**
     * What makes a value of {@code from} one of {@code to}; null where nothing is to be done. Null
     * stays null.
     */
    static @Nullable UnaryOperator<Object> of(Type from, Type to) {
        if (!Types.isNumeric(from) || !Types.isNumeric(to) || Types.unbox(from) == Types.unbox(to))
            return null;
        return TO_NUMBER.get(Types.erase(Types.unbox(to)));
    }

    static Expression convert(Expression code, Type from, Type to) {
        UnaryOperator<Object> conversion = of(from, to);
        if (conversion == null) return code;
        return frame -> {
            Object value = code.eval(frame);
            return value == null ? null : conversion.apply(value);
        };
    }

    private static Number number(Object value) {
        return value instanceof Character c ? (Number) (int) c : (Number) value;
    }
}
