package dev.livelet.template;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * From what an expression gives to what a slot holds: a string, a whole number that JavaScript can
 * hold, TRUE, or null.
 */
final class SlotValues {
    private static final long EXACT = 1L << 53;

    private SlotValues() {}

    /** A string or a number; null is no text. */
    static Object text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case String string -> string;
            case Integer number -> number;
            case Long number when number <= EXACT && number >= -EXACT -> number;
            default -> words(value);
        };
    }

    static @Nullable Object attribute(@Nullable Object value) {
        return value instanceof Boolean flag ? (flag ? Boolean.TRUE : null) : spelled(value);
    }

    /** As {@link #attribute}, but booleans are words. */
    static @Nullable Object spelled(@Nullable Object value) {
        return value == null ? null : text(value);
    }

    /** A value within text. */
    static String words(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case BigDecimal number -> number.toPlainString();
            default -> String.valueOf(value);
        };
    }

    /**
     * Class names from a string, a list, or a map from name to whether it counts; null where there
     * is none.
     */
    static @Nullable String classes(@Nullable Object value) {
        List<String> names = new ArrayList<>();
        addClasses(value, names);
        return names.isEmpty() && !(value instanceof CharSequence) ? null : String.join(" ", names);
    }

    private static void addClasses(@Nullable Object value, List<String> names) {
        switch (value) {
            case null -> {}
            case Boolean ignored -> {}
            case Map<?, ?> map ->
                    ordered(map)
                            .forEach(
                                    (name, counts) -> {
                                        if (Boolean.TRUE.equals(counts)) addClasses(name, names);
                                    });
            case Collection<?> list -> list.forEach(item -> addClasses(item, names));
            case Object[] array -> Arrays.asList(array).forEach(item -> addClasses(item, names));
            default -> {
                String text = words(value).strip();
                if (!text.isEmpty()) names.add(text);
            }
        }
    }

    /**
     * Declarations from a string, a list of them, or a map from property to value; null where none
     * is left.
     */
    static @Nullable String style(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        addStyle(value, out);
        return out.isEmpty() ? null : out.toString();
    }

    static void addStyle(@Nullable Object value, StringBuilder out) {
        switch (value) {
            case null -> {}
            case Boolean ignored -> {}
            case Map<?, ?> map ->
                    ordered(map)
                            .forEach(
                                    (property, set) -> {
                                        if (set != null && !(set instanceof Boolean))
                                            StyleFilter.add(
                                                    words(property).strip(),
                                                    words(set).strip(),
                                                    out);
                                    });
            case Collection<?> list -> list.forEach(item -> addStyle(item, out));
            case Object[] array -> Arrays.asList(array).forEach(item -> addStyle(item, out));
            default -> {
                String declarations = StyleFilter.declarations(words(value));
                if (!declarations.isEmpty())
                    out.append(out.isEmpty() ? "" : "; ").append(declarations);
            }
        }
    }

    /** A map in an order that is the same in every JVM. */
    static Map<?, ?> ordered(Map<?, ?> map) {
        if (map instanceof SequencedMap<?, ?> || map instanceof SortedMap<?, ?>) return map;
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(words(key), value));
        return sorted;
    }
}
