package dev.livelet.cluster.codec;

import dev.livelet.cluster.codec.CodecException.Kind;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;

/** What kind of collection it is, and what a sorted one is sorted by. The code is on the wire. */
enum Order {
    LIST,
    /** A set or map in the order that it has. */
    INSERTION,
    NATURAL,
    REVERSE,
    CASE_INSENSITIVE;

    private static final Order[] ALL = values();

    static Order of(@Nullable Comparator<?> comparator) {
        if (comparator == null || comparator == Comparator.naturalOrder()) return NATURAL;
        if (comparator == Comparator.reverseOrder()) return REVERSE;
        if (comparator == String.CASE_INSENSITIVE_ORDER) return CASE_INSENSITIVE;
        throw new CodecException(
                Kind.UNWRITABLE,
                "a collection sorted by a comparator of yours ("
                        + comparator.getClass().getName()
                        + ") cannot be made again on another node. Sort by natural order,"
                        + " Comparator.reverseOrder() or String.CASE_INSENSITIVE_ORDER; or sort a"
                        + " List, or a LinkedHashMap, where you make it");
    }

    static Order read(Input in) {
        return ALL[in.integer(0, ALL.length - 1)];
    }

    boolean sorted() {
        return ordinal() >= NATURAL.ordinal();
    }

    @SuppressWarnings("unchecked")
    @Nullable Comparator<Object> comparator() {
        return switch (this) {
            case LIST, INSERTION, NATURAL -> null;
            case REVERSE -> (Comparator<Object>) (Comparator<?>) Comparator.reverseOrder();
            case CASE_INSENSITIVE ->
                    (Comparator<Object>) (Comparator<?>) String.CASE_INSENSITIVE_ORDER;
        };
    }
}
