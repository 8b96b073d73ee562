package dev.livelet.expression;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The types that a template can name by their simple names: those it was given, then the record
 * with what is nested in it and around it, then the types its components lead to, then its package.
 */
final class TypeNames {
    private static final List<String> COMMON = List.of("java.lang.", "java.util.", "java.time.");

    private final Class<?> record;
    private final Map<String, Class<?>> reachable = new LinkedHashMap<>();
    private final Map<String, Optional<Class<?>>> neighbours = new HashMap<>();

    TypeNames(Class<?> record, List<Class<?>> uses) {
        this.record = record;
        for (Class<?> used : uses) reachable.putIfAbsent(used.getSimpleName(), used);
        for (Class<?> used : uses) reach(used);
        for (Class<?> around = record; around != null; around = around.getEnclosingClass())
            reach(around);
    }

    private void reach(Type type) {
        switch (type) {
            case Class<?> c when c.isArray() -> reach(c.getComponentType());
            case Class<?> c -> reachClass(c);
            case ParameterizedType p -> {
                reach(p.getRawType());
                for (Type argument : p.getActualTypeArguments()) reach(argument);
            }
            case GenericArrayType a -> reach(a.getGenericComponentType());
            case WildcardType w -> reach(w.getUpperBounds()[0]);
            default -> {}
        }
    }

    private void reachClass(Class<?> type) {
        if (type.isPrimitive() || type.getName().startsWith("java.") && !type.isEnum()) return;
        Class<?> known = reachable.putIfAbsent(type.getSimpleName(), type);
        if (known != null && (known != type || expanded.contains(type))) return;
        expanded.add(type);
        for (Class<?> nested : type.getDeclaredClasses()) reach(nested);
        if (type.isSealed())
            for (Class<?> permitted : type.getPermittedSubclasses()) reach(permitted);
        if (type.isRecord())
            for (RecordComponent component : type.getRecordComponents())
                reach(component.getGenericType());
    }

    private final Collection<Class<?>> expanded = new java.util.HashSet<>();

    /** The type of this simple name, for static methods and enum constants. */
    @Nullable Class<?> find(String simpleName) {
        Class<?> found = reachable.get(simpleName);
        return found != null
                ? found
                : neighbours
                        .computeIfAbsent(
                                simpleName,
                                name ->
                                        load(
                                                (record.getPackageName().isEmpty()
                                                                ? ""
                                                                : record.getPackageName() + ".")
                                                        + name))
                        .orElse(null);
    }

    /**
     * The type after {@code is}: one nested in or permitted by the operand's type first, then as
     * {@link #find}, then well-known ones of the JDK.
     */
    @Nullable Class<?> findPattern(String name, Class<?> operand) {
        String[] parts = name.split("\\.");
        Class<?> found = null;
        for (Class<?> candidate : patterns(operand))
            if (found == null && candidate.getSimpleName().equals(parts[0])) found = candidate;
        if (found == null) found = find(parts[0]);
        for (String known : COMMON) if (found == null) found = load(known + parts[0]).orElse(null);
        for (int i = 1; i < parts.length && found != null; i++) found = nested(found, parts[i]);
        return found;
    }

    /** The types a pattern on {@code operand} most likely names. */
    static List<Class<?>> patterns(Class<?> operand) {
        List<Class<?>> found = new ArrayList<>();
        found.add(operand);
        if (operand.isSealed()) {
            for (Class<?> permitted : operand.getPermittedSubclasses())
                found.addAll(patterns(permitted));
        }
        return found;
    }

    static @Nullable Class<?> nested(Class<?> type, String simpleName) {
        for (Class<?> nested : type.getDeclaredClasses())
            if (nested.getSimpleName().equals(simpleName)) return nested;
        return null;
    }

    Collection<String> names() {
        return reachable.keySet();
    }

    List<Class<?>> enums() {
        return reachable.values().stream().filter(Class::isEnum).toList();
    }

    private Optional<Class<?>> load(String name) {
        if (name.indexOf('$') >= 0) return Optional.empty();
        try {
            return Optional.of(Class.forName(name, false, record.getClassLoader()));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }
}
