package dev.livelet.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livelet.RenderContext;
import dev.livelet.state.RecordShape;
import dev.livelet.state.Structure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import javax.tools.ToolProvider;

/** Private records of a module that opens nothing to Livelet. */
class NamedModuleTest {
    @TempDir Path directory;

    private static final String ENTRY =
            """
            package app;
            public class Entry {
                private record Row(int id, String label) {
                    private String shown() { return id + " " + label; }
                }
                private record State(int count, java.util.List<Row> rows) {}
                public static Object state(String label) { return new State(3, java.util.List.of(new Row(1, label))); }
                public static java.lang.invoke.MethodHandles.Lookup lookup() { return java.lang.invoke.MethodHandles.lookup(); }
            }
            """;

    private ClassLoader module() throws IOException {
        Path sources = Files.createDirectories(directory.resolve("app/app"));
        Path info =
                Files.writeString(
                        directory.resolve("app/module-info.java"), "module app { exports app; }");
        Path entry = Files.writeString(sources.resolve("Entry.java"), ENTRY);
        int failed =
                Objects.requireNonNull(ToolProvider.getSystemJavaCompiler())
                        .run(
                                null,
                                null,
                                null,
                                "-d",
                                directory.resolve("out").toString(),
                                info.toString(),
                                entry.toString());
        assertEquals(0, failed);
        ModuleFinder finder = ModuleFinder.of(directory.resolve("out"));
        Configuration configuration =
                ModuleLayer.boot()
                        .configuration()
                        .resolve(finder, ModuleFinder.of(), Set.of("app"));
        return ModuleLayer.boot()
                .defineModulesWithOneLoader(configuration, ClassLoader.getSystemClassLoader())
                .findLoader("app");
    }

    @Test
    void theErrorSaysWhatToOpenAndALookupDoesWithout() throws Exception {
        Class<?> entry = module().loadClass("app.Entry");
        Object a = entry.getMethod("state", String.class).invoke(null, "a");
        Object b = entry.getMethod("state", String.class).invoke(null, "b");
        Scope closed = Scope.of(a.getClass(), MethodHandles.lookup(), List.of());
        assertEquals(
                "Livelet cannot reach app.Entry$State: add 'opens app;' to the module, or pass a"
                        + " Lookup to Template.of",
                assertThrows(
                                ExpressionException.class,
                                () -> ExpressionCompiler.compile("count", closed))
                        .getMessage());

        MethodHandles.Lookup lookup = (MethodHandles.Lookup) entry.getMethod("lookup").invoke(null);
        Scope scope = Scope.of(a.getClass(), lookup, List.of());
        Compiled shown = ExpressionCompiler.compile("rows.getFirst.shown", scope);
        assertEquals(
                "1 a",
                shown.code()
                        .eval(
                                Frame.of(
                                        a,
                                        scope.variables(),
                                        scope.derived(),
                                        RenderContext.DEFAULT)));
        assertEquals(Reads.component(1), Structure.changed(a, b));
        assertEquals(3, RecordShape.of(a.getClass()).get(a, 0));
    }
}
