package dev.livelet.state;

import dev.livelet.Html;
import dev.livelet.Shared;
import dev.livelet.expression.Types;

import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What may be in a state. Walks a type once, recursive types included, and collects what is wrong
 * with the path to it.
 */
final class StateCheck {
    private static final Set<Class<?>> VALUES =
            Set.of(
                    Boolean.class,
                    Byte.class,
                    Short.class,
                    Character.class,
                    Integer.class,
                    Long.class,
                    Float.class,
                    Double.class,
                    String.class,
                    java.math.BigDecimal.class,
                    java.math.BigInteger.class,
                    java.util.UUID.class,
                    java.net.URI.class,
                    java.util.Locale.class,
                    java.util.Currency.class,
                    java.util.OptionalInt.class,
                    java.util.OptionalLong.class,
                    java.util.OptionalDouble.class,
                    Void.class);

    private static final Set<Class<?>> COLLECTIONS =
            Set.of(
                    Collection.class,
                    SequencedCollection.class,
                    List.class,
                    Set.class,
                    SequencedSet.class,
                    SortedSet.class,
                    NavigableSet.class);

    private static final Set<Class<?>> MAPS =
            Set.of(Map.class, SequencedMap.class, SortedMap.class, NavigableMap.class);

    private static final Map<String, String> INSTEAD =
            Map.ofEntries(
                    Map.entry("java.util.Date", "use java.time.Instant or LocalDate"),
                    Map.entry("java.util.Calendar", "use java.time.ZonedDateTime"),
                    Map.entry("java.util.GregorianCalendar", "use java.time.ZonedDateTime"),
                    Map.entry("java.util.TimeZone", "use java.time.ZoneId"),
                    Map.entry("java.sql.Timestamp", "use java.time.Instant"),
                    Map.entry("java.sql.Date", "use java.time.LocalDate"),
                    Map.entry("java.net.URL", "use java.net.URI"),
                    Map.entry("java.lang.StringBuilder", "use String"),
                    Map.entry("java.lang.CharSequence", "use String"),
                    Map.entry(
                            "java.util.concurrent.atomic.AtomicInteger",
                            "use int, and make a new state"),
                    Map.entry(
                            "java.util.concurrent.atomic.AtomicLong",
                            "use long, and make a new state"),
                    Map.entry("java.time.Clock", "keep the Instant it gave"),
                    Map.entry(
                            "java.lang.Object",
                            "say what it is: a record, or a sealed interface of records"));

    private final List<String> wrong = new ArrayList<>();
    private final Set<Type> seen = new HashSet<>();

    List<String> check(Type type) {
        check(type, Types.name(Types.erase(type)));
        return List.copyOf(wrong);
    }

    private void check(Type type, String path) {
        Class<?> raw = Types.erase(type);
        if (raw.isPrimitive()
                || raw.isEnum()
                || VALUES.contains(raw)
                || isTime(raw)
                || Html.class.isAssignableFrom(raw)) return;
        boolean sealed =
                raw.isSealed() && (raw.isInterface() || Modifier.isAbstract(raw.getModifiers()));
        if ((raw.isRecord() || sealed) && !seen.add(type)) return;
        boolean generic =
                raw.getTypeParameters().length > 0 && !(type instanceof ParameterizedType);
        if (generic && (raw.isRecord() || sealed))
            report(path, raw, "say what it holds, as in " + example(raw));
        else if (raw.isRecord()) components(type, raw, path);
        else if (COLLECTIONS.contains(raw)) arguments(type, raw, path, "[]");
        else if (MAPS.contains(raw)) arguments(type, raw, path, "[key]", "[value]");
        else if (raw == Map.Entry.class) arguments(type, raw, path, ".key", ".value");
        else if (raw == Optional.class || raw == Shared.class) arguments(type, raw, path, "");
        else if (sealed) permitted(type, raw, path);
        else report(path, raw, advice(raw));
    }

    /** Livelet's own records may hold values that only their users know. */
    private void components(Type type, Class<?> record, String path) {
        boolean own = record.getPackageName().equals(Html.class.getPackageName());
        Map<TypeVariable<?>, Type> known = Types.bindings(type, record);
        for (RecordComponent component : record.getRecordComponents()) {
            Type resolved = Types.resolve(component.getGenericType(), known);
            if (!own || resolved != Object.class) check(resolved, path + "." + component.getName());
        }
    }

    private void arguments(Type type, Class<?> raw, String path, String... suffixes) {
        if (!(type instanceof ParameterizedType generic)) {
            report(path, raw, "say what it holds, as in " + example(raw));
            return;
        }
        for (int i = 0; i < suffixes.length; i++) {
            check(Types.resolve(generic.getActualTypeArguments()[i], Map.of()), path + suffixes[i]);
        }
    }

    private static String example(Class<?> raw) {
        return raw.getSimpleName()
                + (raw.getTypeParameters().length == 1 ? "<Row>" : "<String, Row>");
    }

    private void permitted(Type type, Class<?> raw, String path) {
        for (Class<?> each : raw.getPermittedSubclasses())
            check(Types.infer(each, type), path + " as " + each.getSimpleName());
    }

    private void report(String path, Type type, String advice) {
        String name = type instanceof Class<?> c && !c.isArray() ? c.getName() : Types.name(type);
        wrong.add(path + ": " + name + " cannot be in a state: " + advice);
    }

    private static boolean isTime(Class<?> type) {
        return (type.getPackageName().equals("java.time")
                        || type.getPackageName().equals("java.time.chrono"))
                && !type.getSimpleName().equals("Clock");
    }

    private static String advice(Class<?> type) {
        String instead = INSTEAD.get(type.getName());
        if (instead != null) return instead;
        if (type.isArray()) return "an array can be changed; use a List";
        if (List.class.isAssignableFrom(type) || java.util.Queue.class.isAssignableFrom(type))
            return "declare it as java.util.List";
        if (SortedSet.class.isAssignableFrom(type)) return "declare it as java.util.SortedSet";
        if (Set.class.isAssignableFrom(type)) return "declare it as java.util.Set or SequencedSet";
        if (SortedMap.class.isAssignableFrom(type)) return "declare it as java.util.SortedMap";
        if (Map.class.isAssignableFrom(type)) return "declare it as java.util.Map or SequencedMap";
        if (isFunction(type))
            return "a function has no value; keep what it decides by, or make it a method";
        if (type.getName().startsWith("java."))
            return "keep what identifies it (a key, a path), and look it up where it is needed";
        return type.isInterface() || Modifier.isAbstract(type.getModifiers())
                ? "make it a sealed interface of records"
                : "make it a record; of a service or entity keep what identifies it, and look it up"
                        + " where it is needed";
    }

    private static boolean isFunction(Class<?> type) {
        return type.isInterface()
                && !type.getName().startsWith("java.lang.")
                && Arrays.stream(type.getMethods())
                                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                                .count()
                        == 1;
    }
}
