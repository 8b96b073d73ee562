package dev.livelet.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.livelet.RenderContext;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class ReadsTest {
    interface Named {
        String first();

        default String initial() {
            return first().substring(0, 1);
        }
    }

    private record Person(String first, String last, int age, List<String> tags) implements Named {
        static int calls;

        String full() {
            return first + " " + last;
        }

        String greeting() {
            return "Hello " + full();
        }

        boolean equal() {
            return tags.contains(this);
        }

        List<String> nested() {
            return tags.stream()
                    .filter(tag -> tags.stream().anyMatch(other -> other.length() == age))
                    .map(this::label)
                    .toList();
        }

        long wide() {
            return wider(
                    age > 1 ? 5L : 6L, age == 3 && tags.isEmpty() ? 1.5 : 2, new int[] {age, 2}[0]);
        }

        private long wider(long a, double b, int c) {
            return a + (long) b + c;
        }

        String kind() {
            return switch (age) {
                case 1 -> label("one");
                case 2 -> "two";
                default ->
                        pick(
                                switch (tags.size()) {
                                    case 0 -> "none";
                                    default -> "some";
                                },
                                1);
            };
        }

        boolean adult() {
            return age() >= 18;
        }

        int constant() {
            return 7;
        }

        String all() {
            return toString();
        }

        String escaped() {
            return helper(this);
        }

        static String helper(Person person) {
            return person.last;
        }

        int longTags() {
            return (int) tags.stream().filter(tag -> tag.length() > 3).count();
        }

        int longerTags() {
            return (int) tags.stream().filter(tag -> tag.length() > age).count();
        }

        String padded() {
            return repeat(" ", age) + first;
        }

        String chosen() {
            return pick(age > 3 ? first : "x", tags.size());
        }

        private String pick(String a, int b) {
            return a + b + last;
        }

        private static String repeat(String text, int times) {
            return text.repeat(times);
        }

        int endless() {
            return age == 0 ? 0 : endless() + tags.size();
        }

        String label(String prefix) {
            return prefix + first;
        }

        int counted() {
            calls++;
            return age;
        }

        @Nullable String absent() {
            calls++;
            return null;
        }

        /** An accessor that shows something else. */
        @Override
        public String last() {
            return age > 100 ? "?" : last;
        }
    }

    private static Scope scope() {
        return Scope.of(Person.class, MethodHandles.lookup(), List.of());
    }

    private static String reads(String source) {
        return reads(source, scope());
    }

    private static String reads(String source, Scope scope) {
        long reads = ExpressionCompiler.compile(source, scope).reads();
        if (reads == Reads.RECORD) return "everything";
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            if (Reads.meet(reads, Reads.component(i)))
                names.add(Person.class.getRecordComponents()[i].getName());
        }
        IntStream.range(1, 5)
                .filter(i -> Reads.meet(reads, Reads.variable(i)))
                .forEach(i -> names.add("$" + i));
        if (Reads.meet(reads, Reads.CONTEXT)) names.add("context");
        return names.stream().collect(Collectors.joining(" "));
    }

    @Test
    void componentsAndWhatIsMadeOfThem() {
        assertEquals("", reads("1 + 2"));
        assertEquals("age", reads("age"));
        assertEquals("first age", reads("first + age"));
        assertEquals("age tags", reads("age > 0 ? tags.size : 0"));
        assertEquals("context", reads("context.locale"));
    }

    @Test
    void derivedMethodsReadWhatTheirCodeReads() {
        assertEquals("first last", reads("full"));
        assertEquals("first last", reads("greeting"));
        assertEquals("age", reads("adult"));
        assertEquals("", reads("constant"));
        assertEquals("first", reads("initial"));
        assertEquals("tags", reads("longTags"));
        assertEquals("age tags", reads("endless"));
        assertEquals("first age", reads("padded"));
        assertEquals("first age", reads("label('x' + age)"));
    }

    @Test
    void lambdasAndArgumentsAreFollowed() {
        assertEquals("age tags", reads("longerTags"));
        assertEquals("first last age tags", reads("chosen"));
        assertEquals("first age tags", reads("nested"));
        assertEquals("age tags", reads("wide"));
    }

    @Test
    void aSwitchAmongArgumentsIsNotFollowed() {
        assertEquals("everything", reads("kind"));
    }

    @Test
    void anAccessorThatIsWrittenOutReadsWhatItReads() {
        assertEquals("last age", reads("last"));
    }

    @Test
    void whereTheRecordItselfIsPassedOnEverythingIsRead() {
        assertEquals("everything", reads("all"));
        assertEquals("everything", reads("escaped"));
        assertEquals("everything", reads("equal"));
    }

    @Test
    void variablesAreReadAsThemselves() {
        Scope scope = scope().with("tag", String.class).with("i", int.class);
        assertEquals("$1", reads("tag.length", scope));
        assertEquals("age $2", reads("i + age", scope));
        assertEquals(3, scope.variables());
    }

    @Test
    void patternVariablesOfTheExpressionAreNoneOfItsReads() {
        Scope scope = scope().with("item", Object.class);
        assertEquals("$1", reads("item is String s ? s.length : 0", scope));
        assertEquals(3, scope.variables());
        Compiled test = ExpressionCompiler.compile("item is String s && s.length > age", scope);
        assertEquals(List.of(2), test.bound());
        assertEquals("$2", reads("s.length", test.whenTrue()));
    }

    @Test
    void aDerivedValueIsComputedOncePerFrame() {
        Scope scope = scope();
        Expression counted =
                ExpressionCompiler.compile("counted + counted + counted()", scope).code();
        Expression absent = ExpressionCompiler.compile("absent ?? absent", scope).code();
        assertEquals(2, scope.derived());
        Person person = new Person("A", "B", 5, List.of());
        Person.calls = 0;
        Frame frame = Frame.of(person, scope.variables(), scope.derived(), RenderContext.DEFAULT);
        assertEquals(15, counted.eval(frame));
        assertEquals(15, counted.eval(frame.fork()));
        assertEquals(1, Person.calls);
        assertNull(absent.eval(frame));
        assertEquals(2, Person.calls);
    }
}
