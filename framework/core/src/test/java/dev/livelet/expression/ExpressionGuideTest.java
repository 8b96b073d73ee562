package dev.livelet.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.Async;
import dev.livelet.RenderContext;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every row of the tables in {@code docs/expressions.md}. */
class ExpressionGuideTest {
    private static final Pattern ROW = Pattern.compile("\\| `(.+?)` \\| (.*) \\|");

    record Person(String name, int age, @Nullable String email) {
        String greeting() {
            return "Hello " + name;
        }

        String signed(String mark) {
            return mark + name;
        }
    }

    enum Status {
        OPEN,
        CLOSED
    }

    record State(
            int count,
            List<Person> people,
            Status status,
            Async<List<Person>> loaded,
            @Nullable Person selected,
            BigDecimal price) {
        boolean full() {
            return count >= 10;
        }
    }

    static final class Text {
        static String upper(String text) {
            return text.toUpperCase(Locale.ROOT);
        }
    }

    private static final State STATE =
            new State(
                    3,
                    List.of(new Person("Ada", 36, null)),
                    Status.OPEN,
                    new Async.Ok<>(List.of()),
                    null,
                    new BigDecimal("2.50"));

    private static String guide() throws IOException {
        return Files.readString(Path.of("..", "..", "docs", "expressions.md"));
    }

    @TestFactory
    Stream<DynamicTest> theGuideTellsTheTruth() throws IOException {
        return guide().lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(
                        row -> {
                            String source = row.group(1).replace("\\|", "|");
                            return DynamicTest.dynamicTest(
                                    source, () -> assertEquals(row.group(2), outcome(source)));
                        });
    }

    private static String outcome(String source) {
        Scope scope = Scope.of(State.class, MethodHandles.lookup(), List.of(Text.class));
        try {
            Expression code = ExpressionCompiler.compile(source, scope).code();
            Frame frame =
                    Frame.of(STATE, scope.variables(), scope.derived(), RenderContext.DEFAULT);
            return String.valueOf(code.eval(frame));
        } catch (ExpressionException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void theJavaOfTheGuideIsTheJavaOfThisTest() throws IOException {
        Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(guide());
        String here =
                squeezed(
                        Files.readString(
                                Path.of(
                                        "src/test/java/dev/livelet/expression/ExpressionGuideTest.java")));
        int parts = 0;
        while (block.find()) {
            for (String part : block.group(1).split("\n\n(?=\\S)")) {
                String java =
                        squeezed(part)
                                .replace("finalclassText", "staticfinalclassText")
                                .replace("Statestate=", "StateSTATE=");
                assertTrue(here.contains(java), part);
                parts++;
            }
        }
        assertEquals(5, parts);
    }

    private static String squeezed(String java) {
        return java.replaceAll("\\s|@Nullable|java\\.math\\.", "");
    }
}
