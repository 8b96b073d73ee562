package dev.livelet.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.livelet.RenderContext;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;

class RandomExpressionTest {
    record Values(int i, long l, double d, boolean b, String s, Integer boxed, char c) {}

    private static final Values VALUES = new Values(3, 40L, 2.5, true, "text", 7, 'q');

    /** Source, and what Java itself makes of it. */
    private record Case(String source, Class<?> type, Supplier<Object> value) {
        int asInt() {
            return value.get() instanceof Character c ? c : (Integer) value.get();
        }

        long asLong() {
            return type == long.class ? (Long) value.get() : asInt();
        }

        double asDouble() {
            return type == double.class ? (Double) value.get() : asLong();
        }

        boolean asBoolean() {
            return (Boolean) value.get();
        }
    }

    @Test
    void expressionsMeanWhatTheyMeanInJava() {
        long seed = Long.getLong("livelet.seed", System.nanoTime());
        System.out.println("RandomExpressionTest -Dlivelet.seed=" + seed);
        Random random = new Random(seed);
        Scope scope = Scope.of(Values.class, MethodHandles.lookup(), List.of());
        for (int i = 0; i < 5_000; i++) {
            Case some = any(random, 5);
            if (Tokenizer.tokens(some.source()).size() > Parser.MOST_TOKENS) continue;
            Frame frame =
                    Frame.of(VALUES, scope.variables(), scope.derived(), RenderContext.DEFAULT);
            Compiled compiled = ExpressionCompiler.compile(some.source(), scope);
            assertEquals(some.type(), compiled.type(), some::source);
            assertEquals(
                    outcome(some.value()),
                    outcome(() -> Objects.requireNonNull(compiled.code().eval(frame))),
                    some::source);
        }
    }

    private static Object outcome(Supplier<Object> value) {
        try {
            return value.get();
        } catch (ArithmeticException e) {
            return "divided by zero"; // e has no message once the code is hot
        }
    }

    private Case any(Random random, int depth) {
        return switch (random.nextInt(3)) {
            case 0 -> number(random, depth);
            case 1 -> bool(random, depth);
            default -> text(random, depth);
        };
    }

    private Case number(Random random, int depth) {
        if (depth == 0) {
            return switch (random.nextInt(7)) {
                case 0 -> new Case("i", int.class, VALUES::i);
                case 1 -> new Case("l", long.class, VALUES::l);
                case 2 -> new Case("d", double.class, VALUES::d);
                case 3 -> new Case("s.length", int.class, () -> VALUES.s().length());
                case 4 -> new Case("c", char.class, VALUES::c);
                case 5 -> new Case("-1.5e1", double.class, () -> -1.5e1);
                default -> {
                    int literal = random.nextInt(10) - 5;
                    yield new Case(String.valueOf(literal), int.class, () -> literal);
                }
            };
        }
        Case a = number(random, depth - 1);
        Case b = number(random, random.nextInt(depth));
        String operator = List.of("+", "-", "*", "/", "%").get(random.nextInt(5));
        Class<?> type =
                a.type() == double.class || b.type() == double.class
                        ? double.class
                        : a.type() == long.class || b.type() == long.class ? long.class : int.class;
        if (random.nextInt(6) == 0) {
            Class<?> negated = a.type() == char.class ? int.class : a.type();
            return new Case(
                    "-(" + a.source() + ")",
                    negated,
                    () -> {
                        if (negated == double.class) return -a.asDouble();
                        if (negated == long.class) return -a.asLong();
                        return -a.asInt();
                    });
        }
        return new Case(
                "(" + a.source() + ")" + operator + "(" + b.source() + ")",
                type,
                () -> {
                    if (type == double.class) {
                        double x = a.asDouble();
                        double y = b.asDouble();
                        return switch (operator) {
                            case "+" -> x + y;
                            case "-" -> x - y;
                            case "*" -> x * y;
                            case "/" -> x / y;
                            default -> x % y;
                        };
                    }
                    if (type == long.class) {
                        long x = a.asLong();
                        long y = b.asLong();
                        return switch (operator) {
                            case "+" -> x + y;
                            case "-" -> x - y;
                            case "*" -> x * y;
                            case "/" -> x / y;
                            default -> x % y;
                        };
                    }
                    int x = a.asInt();
                    int y = b.asInt();
                    return switch (operator) {
                        case "+" -> x + y;
                        case "-" -> x - y;
                        case "*" -> x * y;
                        case "/" -> x / y;
                        default -> x % y;
                    };
                });
    }

    private Case bool(Random random, int depth) {
        if (depth == 0)
            return random.nextBoolean()
                    ? new Case("b", boolean.class, VALUES::b)
                    : new Case("false", boolean.class, () -> false);
        Case x = bool(random, depth - 1);
        Case y = bool(random, random.nextInt(depth));
        return switch (random.nextInt(6)) {
            case 0 -> new Case("!(" + x.source() + ")", boolean.class, () -> !x.asBoolean());
            case 1 ->
                    new Case(
                            "(" + x.source() + ") && " + y.source(),
                            boolean.class,
                            () -> x.asBoolean() && y.asBoolean());
            case 2 ->
                    new Case(
                            "((" + x.source() + ") || (" + y.source() + "))",
                            boolean.class,
                            () -> x.asBoolean() || y.asBoolean());
            case 3 -> comparison(number(random, depth - 1), number(random, depth - 1), random);
            case 4 -> {
                Case p = text(random, depth - 1);
                Case q = text(random, depth - 1);
                yield new Case(
                        "((" + p.source() + ") == (" + q.source() + "))",
                        boolean.class,
                        () -> p.value().get().equals(q.value().get()));
            }
            default -> {
                Case z = bool(random, random.nextInt(depth));
                yield new Case(
                        "((" + x.source() + ") ? (" + y.source() + ") : (" + z.source() + "))",
                        boolean.class,
                        () -> x.asBoolean() ? y.asBoolean() : z.asBoolean());
            }
        };
    }

    private static Case comparison(Case x, Case y, Random random) {
        String operator = List.of("<", "<=", ">", ">=", "==", "!=").get(random.nextInt(6));
        return new Case(
                "((" + x.source() + ")" + operator + "(" + y.source() + "))",
                boolean.class,
                () -> {
                    boolean isDouble = x.type() == double.class || y.type() == double.class;
                    double a = isDouble ? x.asDouble() : 0;
                    double b = isDouble ? y.asDouble() : 0;
                    long m = isDouble ? 0 : x.asLong();
                    long n = isDouble ? 0 : y.asLong();
                    return switch (operator) {
                        case "<" -> isDouble ? a < b : m < n;
                        case "<=" -> isDouble ? a <= b : m <= n;
                        case ">" -> isDouble ? a > b : m > n;
                        case ">=" -> isDouble ? a >= b : m >= n;
                        case "==" -> isDouble ? a == b : m == n;
                        default -> isDouble ? a != b : m != n;
                    };
                });
    }

    private Case text(Random random, int depth) {
        if (depth == 0)
            return random.nextBoolean()
                    ? new Case("s", String.class, VALUES::s)
                    : new Case("'a\\'b'", String.class, () -> "a'b");
        Case x = text(random, depth - 1);
        return switch (random.nextInt(4)) {
            case 0 -> {
                Case n = number(random, depth - 1);
                yield new Case(
                        "(" + x.source() + ") + (" + n.source() + ")",
                        String.class,
                        () -> x.value().get().toString() + n.value().get());
            }
            case 1 -> {
                Case p = bool(random, depth - 1);
                yield new Case(
                        "(" + p.source() + ") + (" + x.source() + ")",
                        String.class,
                        () -> p.value().get().toString() + x.value().get());
            }
            case 2 ->
                    new Case(
                            "(" + x.source() + ").toUpperCase",
                            String.class,
                            () -> x.value().get().toString().toUpperCase());
            default -> {
                Case p = bool(random, depth - 1);
                Case y = text(random, depth - 1);
                yield new Case(
                        "((" + p.source() + ") ? " + x.source() + " : (" + y.source() + "))",
                        String.class,
                        () -> p.asBoolean() ? x.value().get() : y.value().get());
            }
        };
    }

    @Test
    void noSourceBreaksTheCompiler() {
        long seed = Long.getLong("livelet.seed", System.nanoTime());
        System.out.println("RandomExpressionTest -Dlivelet.seed=" + seed);
        Random random = new Random(seed);
        List<String> words =
                List.of(
                        "count",
                        "rows",
                        "name",
                        "Status",
                        "OPEN",
                        "loaded",
                        "Ok",
                        "is",
                        "null",
                        "true",
                        "Text",
                        "getFirst",
                        "get",
                        "1",
                        "2L",
                        "3.5",
                        "'a'",
                        "\"",
                        "'",
                        "\\",
                        "(",
                        ")",
                        "((",
                        ".",
                        ",",
                        "?",
                        ":",
                        "??",
                        "&&",
                        "||",
                        "!",
                        "-",
                        "+",
                        "*",
                        "/",
                        "%",
                        "<",
                        ">=",
                        "==",
                        "=",
                        "&",
                        "[",
                        "]",
                        "{",
                        "é",
                        "\ud83d",
                        "\u0000",
                        "é",
                        " ",
                        "\n",
                        "é",
                        "0x",
                        "1e",
                        "_",
                        "$",
                        "#",
                        "@",
                        "new",
                        "instanceof",
                        "shout");
        Scope scope = Shop.scope();
        Assertions.assertTimeout(
                Duration.ofSeconds(60),
                () -> {
                    for (int i = 0; i < 20_000; i++) {
                        StringBuilder source = new StringBuilder();
                        int length = random.nextInt(12);
                        for (int w = 0; w < length; w++) {
                            source.append(words.get(random.nextInt(words.size())));
                            if (random.nextBoolean()) source.append(' ');
                        }
                        tryOut(source.toString(), scope);
                    }
                });
    }

    private static void tryOut(String source, Scope scope) {
        try {
            ExpressionCompiler.compile(source, scope);
        } catch (ExpressionException e) {
            assertTrue(
                    e.offset() >= 0 && e.offset() <= source.length(),
                    () -> e.offset() + " in " + source);
        } catch (RuntimeException | Error e) {
            fail("broke on {" + source + "}", e);
        }
    }

    @Test
    void lengthAndDepthAreLimited() {
        Scope scope = Shop.scope();
        for (String unit :
                List.of(
                        "(",
                        "!",
                        "-",
                        "1+",
                        "a.",
                        "f(",
                        "busy?",
                        "busy?1:",
                        "1??",
                        "name+",
                        "busy&&",
                        "'x'+",
                        "1,",
                        "rows.get(")) {
            tryOut(unit.repeat(100_000), scope);
            tryOut(unit.repeat(490) + "1", scope);
            tryOut(unit.repeat(240) + "1", scope);
            tryOut(unit.repeat(50) + "1" + ")".repeat(50), scope);
        }
        tryOut("x".repeat(1_000_000), scope);
        tryOut("'" + "x".repeat(1_000_000) + "'", scope);
        tryOut("1".repeat(1_000_000), scope);
        String sum = "count" + "+count".repeat(240);
        assertEquals(241 * 3, Shop.eval(sum));
    }
}
