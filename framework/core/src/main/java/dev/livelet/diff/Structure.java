package dev.livelet.diff;

import dev.livelet.expression.Reads;
import dev.livelet.state.RecordShape;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;

/** Comparison by structure; never by a user's {@code equals}. */
final class Structure {
    private Structure() {}

    /** Which components of two records of one class differ, as a mask of {@link Reads}. */
    static long changed(Object before, Object after) {
        if (before == after) return Reads.NOTHING;
        if (before.getClass() != after.getClass()) return Reads.EVERYTHING;
        RecordShape shape = RecordShape.of(before.getClass());
        long changed = 0;
        for (int i = 0; i < shape.size(); i++)
            if (!same(shape.get(before, i), shape.get(after, i))) changed |= Reads.component(i);
        return changed;
    }

    static boolean same(@Nullable Object a, @Nullable Object b) {
        if (a == b) return true;
        if (a == null || b == null) return false;
        if (a instanceof Collection<?> one && b instanceof Collection<?> two) return same(one, two);
        if (a instanceof Map<?, ?> one && b instanceof Map<?, ?> two)
            return same(one.entrySet(), two.entrySet());
        if (a instanceof Map.Entry<?, ?> one && b instanceof Map.Entry<?, ?> two)
            return same(one.getKey(), two.getKey()) && same(one.getValue(), two.getValue());
        if (a instanceof Object[] one && b instanceof Object[] two)
            return same(Arrays.asList(one), Arrays.asList(two));
        if (a.getClass() != b.getClass()) return false;
        if (a.getClass().isRecord()) return changed(a, b) == 0;
        return a.getClass().getName().startsWith("java.") && a.equals(b);
    }

    static int hash(@Nullable Object key) {
        if (key == null) return 0;
        if (key.getClass().isRecord()) {
            RecordShape shape = RecordShape.of(key.getClass());
            int hash = 1;
            for (int i = 0; i < shape.size(); i++) hash = 31 * hash + hash(shape.get(key, i));
            return hash;
        }
        if (key instanceof Collection<?> collection) {
            int hash = 1;
            for (Object element : collection) hash = 31 * hash + hash(element);
            return hash;
        }
        return key.getClass().getName().startsWith("java.") || key instanceof Enum<?>
                ? key.hashCode()
                : 0;
    }

    private static boolean same(Collection<?> a, Collection<?> b) {
        if (a.size() != b.size()) return false;
        Iterator<?> others = b.iterator();
        for (Object one : a) if (!others.hasNext() || !same(one, others.next())) return false;
        return true;
    }
}
