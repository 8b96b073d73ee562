package dev.livelet.expression;

import dev.livelet.Async;
import dev.livelet.RenderContext;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The state that the tests of expressions speak about: private and nested, as users write it. */
final class Shop {
    private Shop() {}

    enum Status {
        OPEN,
        CLOSED
    }

    enum Size {
        SMALL,
        LARGE
    }

    sealed interface Shape {}

    record Circle(double radius) implements Shape {}

    record Square(int side) implements Shape {}

    private record Row(int id, String label, @Nullable Row parent) {
        boolean even() {
            return id % 2 == 0;
        }

        String label(String prefix) {
            return prefix + label;
        }
    }

    record Pair<A, B>(A first, B second) {}

    private record State(
            int count,
            long total,
            double ratio,
            boolean busy,
            char letter,
            String name,
            @Nullable String missing,
            Status status,
            List<Row> rows,
            Async<List<Row>> loaded,
            Shape shape,
            @Nullable Row selected,
            int[] numbers,
            Map<String, Integer> stock,
            SortedMap<String, Row> sorted,
            Set<String> tags,
            Pair<String, List<Row>> pair,
            BigDecimal price,
            Optional<Row> best,
            @Nullable Integer boxed,
            Object anything) {
        boolean full() {
            return count >= 10;
        }

        String shout(String text) {
            return text.toUpperCase(java.util.Locale.ROOT) + "!";
        }

        int plus(int a) {
            return count + a;
        }

        static String motto() {
            return "Open all day";
        }

        static String greet(String who) {
            return "Hello " + who;
        }

        @Nullable String nothing() {
            return null;
        }
    }

    static final class Text {
        private Text() {}

        static String join(String separator, Object... parts) {
            return String.join(
                    separator, java.util.Arrays.stream(parts).map(String::valueOf).toList());
        }

        static String kind(int value) {
            return "int";
        }

        static String kind(long value) {
            return "long";
        }

        static String kind(double value) {
            return "double";
        }

        static String kind(Integer value) {
            return "Integer";
        }

        static String kind(Object value) {
            return "Object";
        }

        static String kind(char value) {
            return "char";
        }

        static int sum(int... values) {
            return java.util.Arrays.stream(values).sum();
        }

        static String both(Integer a, Object b) {
            return "Integer, Object";
        }

        static String both(Object a, Integer b) {
            return "Object, Integer";
        }

        static <T> T first(List<T> list) {
            return list.getFirst();
        }

        static long wide(long a, long b, long c) {
            return a + b + c;
        }

        static String orElse(@Nullable String a, String b) {
            return a == null ? b : a;
        }
    }

    static Object state() {
        Row root = new Row(1, "one", null);
        Row child = new Row(2, "two", root);
        return new State(
                3,
                5_000_000_000L,
                0.5,
                true,
                'x',
                "Ada",
                null,
                Status.OPEN,
                List.of(root, child),
                new Async.Ok<>(List.of(child)),
                new Circle(2),
                null,
                new int[] {1, 2, 3},
                Map.of("apple", 4),
                new TreeMap<>(Map.of("k", root)),
                Set.of("t"),
                new Pair<>("p", List.of(root)),
                new BigDecimal("2.50"),
                Optional.of(child),
                null,
                "any");
    }

    static Scope scope() {
        return Scope.of(State.class, MethodHandles.lookup(), List.of(Text.class));
    }

    static @Nullable Object eval(String source) {
        Scope scope = scope();
        Compiled compiled = ExpressionCompiler.compile(source, scope);
        return compiled.code()
                .eval(Frame.of(state(), scope.variables(), scope.derived(), RenderContext.DEFAULT));
    }
}
