package dev.livelet.state;

import dev.livelet.Shared;
import dev.livelet.expression.Frame;
import dev.livelet.expression.Reads;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;

/**
 * Comparison of states by what is in them. Identity comes first, so what two states share costs
 * nothing. Records are compared by their fields, collections by their elements, values of the JDK
 * by {@code equals}; everything else by identity. An {@code equals} that a user wrote is never
 * called: one that compares only ids would hide changes. Two sets in different orders are
 * different: a page may show the order.
 *
 * <p>Stateless; for equal arguments nothing is allocated, except by iterators of sets, maps and
 * linked lists.
 */
public final class Structure {
    private static final int SAME = 0;
    private static final int DIFFERENT = 1;
    private static final int TOO_DEEP = 2;

    /**
     * Deeper than this, pairs are put aside, so that a linked list of records cannot overflow the
     * stack.
     */
    private static final int DEEP = 200;

    private Structure() {}

    public static boolean same(@Nullable Object a, @Nullable Object b) {
        int result = compare(a, b, 0, null);
        return result == TOO_DEEP ? sameInSteps(a, b) : result == SAME;
    }

    /**
     * Which components of two records differ, as a mask of {@link Reads}; all of them for records
     * of different classes.
     */
    public static long changed(Object recordA, Object recordB) {
        if (recordA == recordB) return Reads.NOTHING;
        if (recordA.getClass() != recordB.getClass()) return Reads.RECORD;
        RecordShape shape = RecordShape.of(recordA.getClass());
        long changed = Reads.NOTHING;
        for (int i = 0; i < shape.size(); i++) {
            ComponentReader reader = shape.reader(i);
            boolean same =
                    reader.isPrimitive()
                            ? reader.samePrimitive(recordA, recordB)
                            : same(reader.get(recordA), reader.get(recordB));
            if (!same) changed |= Reads.component(i);
        }
        return changed;
    }

    private static boolean sameInSteps(@Nullable Object a, @Nullable Object b) {
        ArrayDeque<Object> pending = new ArrayDeque<>();
        int result = compare(a, b, 0, pending);
        while (result == SAME && !pending.isEmpty()) {
            Object second = pending.pop();
            result = compare(pending.pop(), second, 0, pending);
        }
        return result == SAME;
    }

    /**
     * @param pending where pairs that are too deep are put, which then count as the same for now
     */
    private static int compare(
            @Nullable Object a,
            @Nullable Object b,
            int depth,
            @Nullable ArrayDeque<Object> pending) {
        if (a == b) return SAME;
        if (a == null || b == null) return DIFFERENT;
        Class<?> type = a.getClass();
        boolean alike = type == b.getClass();
        Shape shape = Shape.of(type);
        if (shape == Shape.VALUE) return alike && a.equals(b) ? SAME : DIFFERENT;
        if (shape == Shape.OBJECT) return DIFFERENT;
        if (!alike && (shape == Shape.RECORD || shape != Shape.of(b.getClass()))) return DIFFERENT;
        if (depth > DEEP) {
            if (pending == null) return TOO_DEEP;
            pending.push(a);
            pending.push(b);
            return SAME;
        }
        return switch (shape) {
            case RECORD -> records(a, b, depth, pending);
            case LIST -> lists((List<?>) a, (List<?>) b, depth, pending);
            case COLLECTION -> collections((Collection<?>) a, (Collection<?>) b, depth, pending);
            case MAP ->
                    collections(
                            ((Map<?, ?>) a).entrySet(), ((Map<?, ?>) b).entrySet(), depth, pending);
            case ENTRY -> {
                Map.Entry<?, ?> x = (Map.Entry<?, ?>) a;
                Map.Entry<?, ?> y = (Map.Entry<?, ?>) b;
                int keys = compare(x.getKey(), y.getKey(), depth + 1, pending);
                yield keys == SAME ? compare(x.getValue(), y.getValue(), depth + 1, pending) : keys;
            }
            case OPTIONAL ->
                    compare(
                            ((Optional<?>) a).orElse(null),
                            ((Optional<?>) b).orElse(null),
                            depth + 1,
                            pending);
            case OBJECTS ->
                    lists(Arrays.asList((Object[]) a), Arrays.asList((Object[]) b), depth, pending);
            case PRIMITIVES -> Objects.deepEquals(a, b) ? SAME : DIFFERENT;
            case SHARED -> shared((Shared<?>) a, (Shared<?>) b);
            case FRAME -> frames((Frame) a, (Frame) b, depth, pending);
            case VALUE, OBJECT -> DIFFERENT;
        };
    }

    private static int records(
            Object a, Object b, int depth, @Nullable ArrayDeque<Object> pending) {
        RecordShape shape = RecordShape.of(a.getClass());
        for (int i = 0; i < shape.size(); i++) {
            ComponentReader reader = shape.reader(i);
            if (reader.isPrimitive()) {
                if (!reader.samePrimitive(a, b)) return DIFFERENT;
            } else {
                int result = compare(reader.get(a), reader.get(b), depth + 1, pending);
                if (result != SAME) return result;
            }
        }
        return SAME;
    }

    private static int lists(
            List<?> a, List<?> b, int depth, @Nullable ArrayDeque<Object> pending) {
        int size = a.size();
        if (size != b.size()) return DIFFERENT;
        if (!(a instanceof RandomAccess && b instanceof RandomAccess))
            return collections(a, b, depth, pending);
        for (int i = 0; i < size; i++) {
            int result = compare(a.get(i), b.get(i), depth + 1, pending);
            if (result != SAME) return result;
        }
        return SAME;
    }

    /** In their order, also where it means nothing: a page may show it. */
    private static int collections(
            Collection<?> a, Collection<?> b, int depth, @Nullable ArrayDeque<Object> pending) {
        if (a.size() != b.size()) return DIFFERENT;
        Iterator<?> others = b.iterator();
        for (Object element : a) {
            int result =
                    others.hasNext()
                            ? compare(element, others.next(), depth + 1, pending)
                            : DIFFERENT;
            if (result != SAME) return result;
        }
        return SAME;
    }

    private static int shared(Shared<?> a, Shared<?> b) {
        return a.value() == b.value() && a.version() == b.version() ? SAME : DIFFERENT;
    }

    /** Content given to a component: the variables it was given with. */
    private static int frames(Frame a, Frame b, int depth, @Nullable ArrayDeque<Object> pending) {
        if (a.size() != b.size()) return DIFFERENT;
        for (int i = 0; i < a.size(); i++) {
            int result = compare(a.get(i), b.get(i), depth + 1, pending);
            if (result != SAME) return result;
        }
        return compare(a.context(), b.context(), depth + 1, pending);
    }

    /**
     * A hash that is the same for what is {@link #same}. A user's {@code hashCode} is not called.
     */
    public static int hash(@Nullable Object object) {
        return hash(object, 0);
    }

    private static int hash(@Nullable Object object, int depth) {
        if (object == null || depth > DEEP) return 0;
        int next = depth + 1;
        return switch (Shape.of(object.getClass())) {
            case VALUE -> object.hashCode();
            case OBJECT -> System.identityHashCode(object);
            case RECORD -> {
                RecordShape shape = RecordShape.of(object.getClass());
                int hash = shape.size();
                for (int i = 0; i < shape.size(); i++)
                    hash = 31 * hash + hash(shape.get(object, i), next);
                yield hash;
            }
            case LIST, COLLECTION -> {
                int hash = 1;
                for (Object element : (Collection<?>) object)
                    hash = 31 * hash + hash(element, next);
                yield hash;
            }
            case MAP -> {
                int hash = 3;
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) object).entrySet())
                    hash = 31 * hash + hash(entry, next);
                yield hash;
            }
            case ENTRY -> {
                Map.Entry<?, ?> entry = (Map.Entry<?, ?>) object;
                yield hash(entry.getKey(), next) * 31 + hash(entry.getValue(), next);
            }
            case OPTIONAL -> hash(((Optional<?>) object).orElse(null), next) + 1;
            case OBJECTS -> hash(Arrays.asList((Object[]) object), next);
            case PRIMITIVES -> Arrays.deepHashCode(new Object[] {object});
            case SHARED -> System.identityHashCode(((Shared<?>) object).value());
            case FRAME -> hash(((Frame) object).get(0), next);
        };
    }
}
