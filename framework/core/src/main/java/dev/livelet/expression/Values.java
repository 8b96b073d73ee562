package dev.livelet.expression;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Objects;

/** The operators on values at run time. */
final class Values {
    private Values() {}

    /** {@code ==}: numbers by promotion, others by {@code equals}. */
    static boolean equal(@Nullable Object a, @Nullable Object b) {
        if (a == b && !(a instanceof Double) && !(a instanceof Float)) return true;
        if (a == null || b == null) return false;
        if (a instanceof String || a.getClass() == b.getClass() && !(a instanceof Number))
            return a.equals(b);
        return isNumber(a) && isNumber(b) ? compare(a, b) == 0 : Objects.equals(a, b);
    }

    private static boolean isNumber(Object value) {
        return value instanceof Number || value instanceof Character;
    }

    /** The sign of the difference; {@link #UNORDERED} where one is null or not a number. */
    static int compare(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Integer x && b instanceof Integer y) return Integer.compare(x, y);
        if (a == null || b == null) return UNORDERED;
        Number x = number(a);
        Number y = number(b);
        if (isFloating(x) || isFloating(y)) {
            double p = x.doubleValue();
            double q = y.doubleValue();
            return p < q ? -1 : p > q ? 1 : p == q ? 0 : UNORDERED;
        }
        if (isBig(x) || isBig(y)) return big(x).compareTo(big(y));
        return Long.compare(x.longValue(), y.longValue());
    }

    static final int UNORDERED = 2;

    private static Number number(Object value) {
        return value instanceof Character c ? (Number) (int) c : (Number) value;
    }

    private static boolean isFloating(Number number) {
        return number instanceof Double || number instanceof Float;
    }

    private static boolean isBig(Number number) {
        return number instanceof BigDecimal || number instanceof BigInteger;
    }

    private static BigDecimal big(Number number) {
        return number instanceof BigDecimal d
                ? d
                : number instanceof BigInteger i
                        ? new BigDecimal(i)
                        : BigDecimal.valueOf(number.longValue());
    }

    /** For concatenation: null is empty text. */
    static String text(@Nullable Object value) {
        return value == null ? "" : String.valueOf(value);
    }

    static @Nullable Object add(@Nullable Object a, @Nullable Object b, Class<?> type) {
        if (a == null || b == null) return null;
        if (type == int.class) return (Integer) a + (Integer) b;
        if (type == long.class) return (Long) a + (Long) b;
        if (type == float.class) return (Float) a + (Float) b;
        return (Double) a + (Double) b;
    }

    static @Nullable Object subtract(@Nullable Object a, @Nullable Object b, Class<?> type) {
        if (a == null || b == null) return null;
        if (type == int.class) return (Integer) a - (Integer) b;
        if (type == long.class) return (Long) a - (Long) b;
        if (type == float.class) return (Float) a - (Float) b;
        return (Double) a - (Double) b;
    }

    static @Nullable Object multiply(@Nullable Object a, @Nullable Object b, Class<?> type) {
        if (a == null || b == null) return null;
        if (type == int.class) return (Integer) a * (Integer) b;
        if (type == long.class) return (Long) a * (Long) b;
        if (type == float.class) return (Float) a * (Float) b;
        return (Double) a * (Double) b;
    }

    static @Nullable Object divide(@Nullable Object a, @Nullable Object b, Class<?> type) {
        if (a == null || b == null) return null;
        if (type == int.class) return (Integer) a / (Integer) b;
        if (type == long.class) return (Long) a / (Long) b;
        if (type == float.class) return (Float) a / (Float) b;
        return (Double) a / (Double) b;
    }

    static @Nullable Object remainder(@Nullable Object a, @Nullable Object b, Class<?> type) {
        if (a == null || b == null) return null;
        if (type == int.class) return (Integer) a % (Integer) b;
        if (type == long.class) return (Long) a % (Long) b;
        if (type == float.class) return (Float) a % (Float) b;
        return (Double) a % (Double) b;
    }

    static @Nullable Object negate(@Nullable Object a, Class<?> type) {
        if (a == null) return null;
        if (type == int.class) return -(Integer) a;
        if (type == long.class) return -(Long) a;
        if (type == float.class) return -(Float) a;
        return -(Double) a;
    }
}
