package dev.livelet.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

class TypesTest {
    private static final String TABLE =
            """
            count => int
            total + count => long
            count + letter => int
            letter => char
            boxed => Integer
            boxed + 1 => int
            ratio * count => double
            name + count => String
            count > 1 => boolean
            null => null
            rows => List<Row>
            rows.getFirst => Row
            rows.getFirst.parent.label => String
            rows.reversed => List<Row>
            rows.subList(0, 1).getFirst => Row
            rows.stream.findFirst => Optional<Row>
            rows.iterator.next => Row
            best.get => Row
            best.orElse(null) => Row
            best.orElse(null).label => String
            numbers => int[]
            stock.get('a') => Integer
            stock.entrySet => Set<Entry<String, Integer>>
            sorted.firstEntry.getValue => Row
            sorted.sequencedValues.getFirst => Row
            pair => Pair<String, List<Row>>
            pair.first => String
            pair.second.getLast => Row
            loaded => Async<List<Row>>
            Text.first(rows) => Row
            Text.first(pair.second).id => int
            busy ? 1 : 2L => long
            busy ? 1 : null => Integer
            busy ? boxed : 1 => int
            busy ? boxed : null => Integer
            busy ? 'a' : 1 => Object
            busy ? rows.getFirst : null => Row
            missing ?? 'x' => String
            boxed ?? 0 => int
            shape => Shape
            status => Status
            status.name => String
            status.getDeclaringClass => Class<Status>
            context.locale.language.length => error
            """;

    @TestFactory
    Stream<DynamicTest> expressionsHaveJavasTypes() {
        return TABLE.lines()
                .map(line -> line.split(" => "))
                .map(
                        row ->
                                DynamicTest.dynamicTest(
                                        row[0], () -> assertEquals(row[1], type(row[0]))));
    }

    private static String type(String source) {
        try {
            return ExpressionCompiler.typeName(
                    ExpressionCompiler.compile(source, Shop.scope()).type());
        } catch (ExpressionException e) {
            return "error";
        }
    }

    @Test
    void patternVariablesHaveTheirTypeArguments() {
        assertEquals("Ok<List<Row>>", variable("loaded is Ok v"));
        assertEquals("Failed<List<Row>>", variable("loaded is Failed v"));
        assertEquals("Circle", variable("shape is Circle v"));
        assertEquals("String", variable("anything is String v"));
        assertEquals("List<Object>", variable("anything is List v"));
    }

    private static String variable(String test) {
        Scope scope = ExpressionCompiler.compile(test, Shop.scope()).whenTrue();
        return ExpressionCompiler.typeName(ExpressionCompiler.compile("v", scope).type());
    }

    @SuppressWarnings("UnusedMethod") // for its parameters' types
    private static void samples(
            List<String> strings,
            List<Object> objects,
            List<? extends CharSequence> texts,
            @SuppressWarnings("rawtypes") List raw,
            String[] array) {}

    private static Type sample(int index) {
        return Arrays.stream(TypesTest.class.getDeclaredMethods())
                .filter(method -> method.getName().equals("samples"))
                .findFirst()
                .orElseThrow()
                .getGenericParameterTypes()[index];
    }

    private static void fits(Type from, Type to) {
        assertTrue(ExpressionCompiler.assignable(from, to), () -> from + " to " + to);
    }

    private static void misfits(Type from, Type to) {
        assertFalse(ExpressionCompiler.assignable(from, to), () -> from + " to " + to);
    }

    @Test
    void whatMayBeGivenWhereAnotherTypeIsAskedFor() {
        fits(int.class, int.class);
        fits(int.class, long.class);
        fits(int.class, double.class);
        fits(char.class, int.class);
        fits(int.class, Integer.class);
        fits(Integer.class, int.class);
        fits(Integer.class, long.class);
        fits(int.class, Long.class);
        fits(int.class, Object.class);
        fits(int.class, Number.class);
        fits(String.class, CharSequence.class);
        fits(Void.class, String.class);
        fits(sample(0), sample(0));
        fits(sample(0), sample(1));
        fits(sample(0), sample(2));
        fits(sample(0), sample(3));
        fits(sample(3), sample(0));
        fits(String[].class, Object[].class);
        misfits(long.class, int.class);
        misfits(double.class, float.class);
        misfits(int.class, short.class);
        misfits(int.class, char.class);
        misfits(Object.class, String.class);
        misfits(String.class, int.class);
        misfits(int.class, boolean.class);
        misfits(int.class, String.class);
        misfits(Void.class, int.class);
        misfits(sample(1), String.class);
        misfits(sample(2), List[].class);
        misfits(int[].class, long[].class);
    }

    @Test
    void valuesBecomeWhatIsAskedFor() {
        assertEquals(3L, converted(3, int.class, long.class));
        assertEquals(3.0, converted(3, Integer.class, double.class));
        assertEquals(113, converted('q', char.class, int.class));
        assertEquals(3L, converted(3, int.class, Long.class));
        assertEquals("a", converted("a", String.class, Object.class));
        assertEquals(null, converted(null, Integer.class, long.class));
    }

    private static @Nullable Object converted(@Nullable Object value, Type from, Type to) {
        return ExpressionCompiler.conversion(from, to).apply(value);
    }
}
