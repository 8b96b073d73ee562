package dev.livelet.expression;

import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Operators: their types and their code. Null counts as false in a condition, as empty text in a
 * concatenation; arithmetic on it gives null, and no number is less or greater than it.
 */
final class Operators {
    private Operators() {}

    static Typed not(Syntax.Unary syntax, Typed operand) {
        requireBoolean(operand, syntax.operand());
        Expression code = operand.code();
        return new Typed(
                boolean.class,
                operand.reads(),
                frame -> code.eval(frame) != Boolean.TRUE,
                operand.whenFalse(),
                operand.whenTrue(),
                null);
    }

    static Typed negate(Syntax.Unary syntax, Typed operand, Scope scope) {
        if (!Types.isNumeric(operand.type())) {
            throw new ExpressionException(
                    "'-' needs a number, found " + Types.name(operand.type()),
                    syntax.operand().offset());
        }
        Class<?> type = promoted(operand.type(), int.class);
        Expression code = Conversion.convert(operand.code(), operand.type(), type);
        return Typed.of(
                type, operand.reads(), scope, frame -> Values.negate(code.eval(frame), type));
    }

    static Typed and(Syntax.Binary syntax, Typed left, Typed right, Scope scope) {
        requireBoolean(left, syntax.left());
        requireBoolean(right, syntax.right());
        Expression a = left.code();
        Expression b = right.code();
        return new Typed(
                boolean.class,
                left.reads() | right.reads(),
                frame -> a.eval(frame) == Boolean.TRUE && b.eval(frame) == Boolean.TRUE,
                right.whenTrue(),
                scope,
                null);
    }

    static Typed or(Syntax.Binary syntax, Typed left, Typed right, Scope scope) {
        requireBoolean(left, syntax.left());
        requireBoolean(right, syntax.right());
        Expression a = left.code();
        Expression b = right.code();
        return new Typed(
                boolean.class,
                left.reads() | right.reads(),
                frame -> a.eval(frame) == Boolean.TRUE || b.eval(frame) == Boolean.TRUE,
                scope,
                right.whenFalse(),
                null);
    }

    static Typed arithmetic(Syntax.Binary syntax, Typed left, Typed right, Scope scope) {
        long reads = left.reads() | right.reads();
        String operator = syntax.operator();
        if (operator.equals("+") && (left.type() == String.class || right.type() == String.class)) {
            Expression a = left.code();
            Expression b = right.code();
            return Typed.of(
                    String.class,
                    reads,
                    scope,
                    frame -> Values.text(a.eval(frame)).concat(Values.text(b.eval(frame))));
        }
        if (!Types.isNumeric(left.type()) || !Types.isNumeric(right.type()))
            throw arithmeticMismatch(syntax, left.type(), right.type());
        Class<?> type = promoted(left.type(), right.type());
        Expression a = Conversion.convert(left.code(), left.type(), type);
        Expression b = Conversion.convert(right.code(), right.type(), type);
        return Typed.of(
                type,
                reads,
                scope,
                switch (operator) {
                    case "+" -> frame -> Values.add(a.eval(frame), b.eval(frame), type);
                    case "-" -> frame -> Values.subtract(a.eval(frame), b.eval(frame), type);
                    case "*" -> frame -> Values.multiply(a.eval(frame), b.eval(frame), type);
                    case "/" -> frame -> Values.divide(a.eval(frame), b.eval(frame), type);
                    default -> frame -> Values.remainder(a.eval(frame), b.eval(frame), type);
                });
    }

    private static ExpressionException arithmeticMismatch(
            Syntax.Binary syntax, Type left, Type right) {
        String advice = "";
        if (isBig(left) || isBig(right))
            advice = ": call its methods, or compute it in a method of the record";
        else if (syntax.operator().equals("+"))
            advice = ": '+' adds numbers, or joins text where a side is a String";
        return new ExpressionException(
                "'"
                        + syntax.operator()
                        + "' cannot work on "
                        + Types.name(left)
                        + " and "
                        + Types.name(right)
                        + advice,
                syntax.offset());
    }

    static Typed ordering(Syntax.Binary syntax, Typed left, Typed right, Scope scope) {
        if (!isNumber(left.type()) || !isNumber(right.type())) {
            if (left.isChar() && Types.unbox(right.type()) == char.class)
                return ordering(syntax, asChar(left, scope), right, scope);
            if (right.isChar() && Types.unbox(left.type()) == char.class)
                return ordering(syntax, left, asChar(right, scope), scope);
            boolean comparable =
                    Comparable.class.isAssignableFrom(Types.erase(Types.box(left.type())));
            throw new ExpressionException(
                    "'"
                            + syntax.operator()
                            + "' compares numbers, found "
                            + Types.name(left.type())
                            + " and "
                            + Types.name(right.type())
                            + (comparable && !Types.isPrimitive(left.type())
                                    ? ": write a.compareTo(b) " + syntax.operator() + " 0"
                                    : ""),
                    syntax.offset());
        }
        Expression a = left.code();
        Expression b = right.code();
        return Typed.of(
                boolean.class,
                left.reads() | right.reads(),
                scope,
                switch (syntax.operator()) {
                    case "<" -> frame -> Values.compare(a.eval(frame), b.eval(frame)) == -1;
                    case ">" -> frame -> Values.compare(a.eval(frame), b.eval(frame)) == 1;
                    case "<=" -> frame -> Values.compare(a.eval(frame), b.eval(frame)) <= 0;
                    default ->
                            frame -> {
                                int sign = Values.compare(a.eval(frame), b.eval(frame));
                                return sign == 0 || sign == 1;
                            };
                });
    }

    static Typed equality(Syntax.Binary syntax, Typed left, Typed right, Scope scope) {
        if (left.isChar() && Types.unbox(right.type()) == char.class)
            return equality(syntax, asChar(left, scope), right, scope);
        if (right.isChar() && Types.unbox(left.type()) == char.class)
            return equality(syntax, left, asChar(right, scope), scope);
        if (!canBeEqual(left.type(), right.type())) {
            String advice = enumAdvice(left, right) + enumAdvice(right, left);
            throw new ExpressionException(
                    Types.article(left.type())
                            + " is never equal to "
                            + Types.article(right.type())
                            + advice,
                    syntax.offset());
        }
        Expression a = left.code();
        Expression b = right.code();
        boolean positive = syntax.operator().equals("==");
        return Typed.of(
                boolean.class,
                left.reads() | right.reads(),
                scope,
                frame -> Values.equal(a.eval(frame), b.eval(frame)) == positive);
    }

    private static String enumAdvice(Typed constant, Typed text) {
        Class<?> type = Types.erase(constant.type());
        return type.isEnum() && text.literal() != null
                ? ": write " + type.getSimpleName() + "." + text.literal()
                : "";
    }

    private static boolean canBeEqual(Type a, Type b) {
        if (a == Types.NULL || b == Types.NULL || isNumber(a) && isNumber(b)) return true;
        Class<?> x = Types.erase(Types.box(a));
        Class<?> y = Types.erase(Types.box(b));
        if (x.isAssignableFrom(y) || y.isAssignableFrom(x)) return true;
        return x.isInterface() && !Modifier.isFinal(y.getModifiers())
                || y.isInterface() && !Modifier.isFinal(x.getModifiers());
    }

    static Typed coalesce(Typed left, Typed right, Scope scope) {
        Type type = branches(left.type(), right.type());
        Expression a = Conversion.convert(left.code(), left.type(), type);
        Expression b = Conversion.convert(right.code(), right.type(), type);
        return Typed.of(
                type,
                left.reads() | right.reads(),
                scope,
                frame -> {
                    Object value = a.eval(frame);
                    return value != null ? value : b.eval(frame);
                });
    }

    static Typed ternary(
            Syntax.Ternary syntax, Typed test, Typed then, Typed otherwise, Scope scope) {
        requireBoolean(test, syntax.test());
        Type type = branches(then.type(), otherwise.type());
        Expression condition = test.code();
        Expression a = Conversion.convert(then.code(), then.type(), type);
        Expression b = Conversion.convert(otherwise.code(), otherwise.type(), type);
        return Typed.of(
                type,
                test.reads() | then.reads() | otherwise.reads(),
                scope,
                frame -> condition.eval(frame) == Boolean.TRUE ? a.eval(frame) : b.eval(frame));
    }

    /** JLS 15.25: numbers are promoted, a box beside its primitive is unboxed. */
    private static Type branches(Type a, Type b) {
        if (Types.isNumeric(a) && Types.isNumeric(b)) {
            Type x = Types.unbox(a);
            Type y = Types.unbox(b);
            if (x == y) return a.equals(b) ? a : x;
            return Conversion.widens(x, y) ? y : Conversion.widens(y, x) ? x : promoted(a, b);
        }
        if (Types.isBoolean(a) && Types.isBoolean(b)) return boolean.class;
        return Types.common(a, b);
    }

    static Typed asChar(Typed text, Scope scope) {
        Character value = java.util.Objects.requireNonNull(text.literal()).charAt(0);
        return Typed.of(char.class, text.reads(), scope, frame -> value);
    }

    private static boolean isNumber(Type type) {
        return Types.isNumeric(type) || isBig(type) || type == Number.class;
    }

    private static boolean isBig(Type type) {
        return type == BigDecimal.class || type == BigInteger.class;
    }

    /** Binary numeric promotion, JLS 5.6. */
    private static Class<?> promoted(Type a, Type b) {
        Type x = Types.unbox(a);
        Type y = Types.unbox(b);
        if (x == double.class || y == double.class) return double.class;
        if (x == float.class || y == float.class) return float.class;
        return x == long.class || y == long.class ? long.class : int.class;
    }

    static void requireBoolean(Typed typed, Syntax syntax) {
        if (Types.isBoolean(typed.type())) return;
        throw new ExpressionException(
                "expected a boolean, found " + Types.name(typed.type()) + advice(typed.type()),
                syntax.offset());
    }

    private static String advice(Type type) {
        if (Types.isNumeric(type)) return ": compare it, as in 'x > 0'";
        if (type == String.class) return ": ask it something, as in '!x.isEmpty()'";
        Class<?> raw = Types.erase(type);
        if (java.util.Collection.class.isAssignableFrom(raw)
                || java.util.Map.class.isAssignableFrom(raw)) return ": write '!x.isEmpty()'";
        return java.util.Optional.class == raw ? ": write 'x.isPresent()'" : ": write 'x != null'";
    }
}
