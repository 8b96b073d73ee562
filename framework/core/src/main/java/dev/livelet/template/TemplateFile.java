package dev.livelet.template;

import dev.livelet.LiveView;
import dev.livelet.LiveletException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Templates in files beside classes: {@code SimpleName.html}. Each is compiled once. Thread-safe.
 */
final class TemplateFile {
    private static final Map<Class<?>, CompiledTemplate<?>> COMPILED = new ConcurrentHashMap<>();
    private static final ThreadLocal<Set<Class<?>>> COMPILING =
            ThreadLocal.withInitial(HashSet::new);

    private TemplateFile() {}

    static boolean exists(Class<?> type) {
        return !type.getSimpleName().isEmpty() && type.getResource(file(type)) != null;
    }

    private static String file(Class<?> type) {
        return type.getSimpleName() + ".html";
    }

    /** The template of a record, or null while this thread is compiling it. */
    static @Nullable CompiledTemplate<?> ofRecord(Class<?> record, MethodHandles.Lookup lookup) {
        return of(record, record, lookup);
    }

    /** The S of a view's {@code LiveView<S>}, where it is a class. */
    static @Nullable Class<?> stateOf(Class<?> view) {
        return argument(view, LiveView.class.getTypeParameters()[0], new HashMap<>())
                        instanceof Class<?> record
                ? record
                : null;
    }

    static CompiledTemplate<?> ofView(Class<?> view) {
        Class<?> record = stateOf(view);
        if (record == null) {
            throw new LiveletException(
                    "Livelet cannot tell the state of "
                            + view.getName()
                            + ": declare it as LiveView<SomeRecord>");
        }
        CompiledTemplate<?> template = of(view, record, MethodHandles.lookup());
        if (template == null)
            throw new LiveletException(
                    "The template of "
                            + view.getName()
                            + " is asked for while it is being compiled");
        return template;
    }

    private static @Nullable CompiledTemplate<?> of(
            Class<?> owner, Class<?> record, MethodHandles.Lookup lookup) {
        CompiledTemplate<?> known = COMPILED.get(owner);
        if (known != null) return known;
        if (!COMPILING.get().add(owner)) return null;
        try {
            List<Class<?>> homes = owner == record ? List.of(record) : List.of(record, owner);
            CompiledTemplate<?> compiled =
                    TemplateCompiler.compile(
                            lookup,
                            record,
                            homes,
                            new SourceText(file(owner), read(owner)),
                            owner.getName(),
                            List.of());
            CompiledTemplate<?> first = COMPILED.putIfAbsent(owner, compiled);
            return first == null ? compiled : first;
        } finally {
            COMPILING.get().remove(owner);
        }
    }

    private static String read(Class<?> owner) {
        try (InputStream in = owner.getResourceAsStream(file(owner))) {
            if (in != null) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                return text.startsWith("\uFEFF") ? text.substring(1) : text;
            }
        } catch (IOException e) {
            throw new LiveletException(
                    "The template "
                            + file(owner)
                            + " beside "
                            + owner.getName()
                            + " cannot be read",
                    e);
        }
        throw new LiveletException(
                "No template for "
                        + owner.getName()
                        + ": expected the resource "
                        + owner.getPackageName().replace('.', '/')
                        + "/"
                        + file(owner)
                        + ", or a method template()");
    }

    /** What a type variable of LiveView stands for in {@code type}. */
    private static @Nullable Type argument(
            Class<?> type, TypeVariable<?> wanted, Map<TypeVariable<?>, Type> known) {
        Set<Type> above = new HashSet<>(List.of(type.getGenericInterfaces()));
        if (type.getGenericSuperclass() != null) above.add(type.getGenericSuperclass());
        for (Type parent : above) {
            if (parent instanceof ParameterizedType p) {
                TypeVariable<?>[] variables = Expressions.erase(p).getTypeParameters();
                for (int i = 0; i < variables.length; i++) {
                    Type given = p.getActualTypeArguments()[i];
                    known.put(
                            variables[i],
                            given instanceof TypeVariable<?> v && known.get(v) instanceof Type found
                                    ? found
                                    : given);
                }
            }
            if (known.get(wanted) instanceof Type found) return found;
            Type found = argument(Expressions.erase(parent), wanted, known);
            if (found != null) return found;
        }
        return null;
    }
}
