package dev.livelet.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.Entity;
import dev.livelet.LiveView;
import dev.livelet.test.LiveNode;
import dev.livelet.test.LiveTest;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Every {@code ```java} block in the README and in docs is compiled against the project. A block
 * that declares a type is a source file; any other is the body of a method with {@code throws
 * Exception}. A block sees the types of those before it in its document. What a document's blocks
 * need and its readers don't stands in a comment, {@code <!--java … -->}. Lines {@code // imports:
 * a.b.C} add to the imports that every block gets.
 */
class DocumentedJavaTest {
    private static final Pattern BLOCK =
            Pattern.compile("(?ms)^(?:```java|<!--java)\\n(.*?)^(?:```|-->)");
    private static final Pattern TYPE =
            Pattern.compile(
                    "(?m)^(@\\w+ )?(public |final |sealed )*(class|record|interface|enum) (\\w+)");
    private static final String IMPORTS =
"""
            import dev.livelet.*;
            import dev.livelet.server.*;
            import dev.livelet.test.LiveNode;
import dev.livelet.test.LiveTest;
            import java.time.*;
            import java.util.*;
            import static org.junit.jupiter.api.Assertions.*;
""";

    @TempDir Path classes;

    @TestFactory
    Stream<DynamicTest> everyBlockCompiles() throws IOException {
        Path root = Path.of("..").toRealPath();
        List<DynamicTest> tests = documents(root).flatMap(file -> blocks(root, file)).toList();
        assertTrue(
                tests.size() >= 10, "The documentation has only " + tests.size() + " Java blocks");
        return tests.stream();
    }

    private static Stream<Path> documents(Path root) throws IOException {
        try (Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            return Stream.concat(
                    Stream.of(root.resolve("README.md")),
                    docs
                            .filter(file -> file.toString().endsWith(".md"))
                            .sorted()
                            .toList()
                            .stream());
        }
    }

    private Stream<DynamicTest> blocks(Path root, Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path output = classes.resolve(root.relativize(file).toString().replace('/', '_'));
        return BLOCK.matcher(text)
                .results()
                .map(
                        block -> {
                            long line = text.substring(0, block.start()).lines().count() + 1;
                            String source = block.group(1);
                            return DynamicTest.dynamicTest(
                                    root.relativize(file) + ":" + line,
                                    () -> assertEquals("", errors(source, output)));
                        });
    }

    private static String errors(String block, Path output) throws Exception {
        Files.createDirectories(output);
        Matcher type = TYPE.matcher(block);
        String imports =
                IMPORTS
                        + block.lines()
                                .filter(line -> line.startsWith("// imports: "))
                                .map(line -> "import " + line.substring(12) + ";\n")
                                .reduce("", String::concat);
        String name = type.find() ? type.group(4) : "Snippet";
        String source =
                name.equals("Snippet")
                        ? imports
                                + "class Snippet { void run() throws Exception {\n"
                                + block
                                + "\n}}"
                        : imports + block;
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject file =
                new SimpleJavaFileObject(
                        URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        StringWriter out = new StringWriter();
        boolean ok =
                compiler.getTask(
                                out,
                                null,
                                null,
                                List.of(
                                        "-d",
                                        output.toString(),
                                        "-cp",
                                        System.getProperty("java.class.path")
                                                + File.pathSeparator
                                                + output,
                                        "-proc:none",
                                        "-Xlint:none"),
                                null,
                                List.of(file))
                        .call();
        if (ok && !name.equals("Snippet")) initialise(name, output);
        return ok ? "" : out.toString();
    }

    /** Templates are checked when their class is initialised, a view's when it is mounted. */
    private static void initialise(String name, Path output) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {output.toUri().toURL()})) {
            Class<?> type = Class.forName(name, true, loader);
            LiveNode node = LiveTest.node();
            for (String file : Objects.requireNonNull(output.toFile().list())) {
                if (!file.endsWith(".class")) continue;
                Class<?> known = Class.forName(file.replace(".class", ""), false, loader);
                if (make(known) instanceof Entity<?> entity) node.entity(entity);
            }
            for (Class<?> nested : type.getDeclaredClasses()) {
                Class.forName(nested.getName(), true, loader);
                if (make(nested) instanceof LiveView<?> view) node.mount(view);
            }
            if (make(type) instanceof LiveView<?> view) node.mount(view);
        }
    }

    /** A view, or an entity of an earlier block, that needs nothing; else null. */
    private static @Nullable Object make(Class<?> type) throws Exception {
        boolean made = LiveView.class.isAssignableFrom(type) || Entity.class.isAssignableFrom(type);
        if (!made || type.isInterface()) return null;
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        if (constructor.getParameterCount() > 0) return null;
        constructor.setAccessible(true);
        return constructor.newInstance();
    }
}
