package dev.livelet.state;

import dev.livelet.Shared;
import dev.livelet.template.TrustedHtml;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * About how many bytes a state takes where it is kept and copied: the characters of its texts, four
 * bytes for each number, reference and element. What a {@link Shared} holds does not count.
 *
 * <p>The weight of a whole is the sum of its parts. So the weight of a next state is that of the
 * one before and a {@link #difference}, for which only what is not the same object is looked at: a
 * row more in a list of thousand costs a comparison of references for each row, and a look at one.
 */
public final class StateWeight {
    private static final int UNIT = 4;

    private StateWeight() {}

    /** The weight of a value with all that it holds. */
    public static long of(@Nullable Object value) {
        if (value == null) return UNIT;
        if (value instanceof String text) return UNIT + text.length();
        return switch (Shape.of(value.getClass())) {
            case RECORD -> record(value);
            case LIST, COLLECTION -> UNIT + rest(((Collection<?>) value).iterator());
            case MAP -> UNIT + rest(((Map<?, ?>) value).entrySet().iterator());
            case ENTRY -> {
                Map.Entry<?, ?> entry = (Map.Entry<?, ?>) value;
                yield UNIT + of(entry.getKey()) + of(entry.getValue());
            }
            case OPTIONAL -> UNIT + of(((Optional<?>) value).orElse(null));
            case OBJECTS -> UNIT + rest(Arrays.asList((Object[]) value).iterator());
            case PRIMITIVES -> UNIT + (long) UNIT * Array.getLength(value);
            case SHARED, FRAME, OBJECT -> UNIT;
            case VALUE -> UNIT + (value instanceof TrustedHtml html ? html.html().length() : 0);
        };
    }

    private static long record(Object record) {
        RecordShape shape = RecordShape.of(record.getClass());
        long sum = UNIT;
        for (int i = 0; i < shape.size(); i++)
            sum += shape.reader(i).isPrimitive() ? UNIT : of(shape.get(record, i));
        return sum;
    }

    private static long rest(Iterator<?> elements) {
        long sum = 0;
        while (elements.hasNext()) sum += of(elements.next());
        return sum;
    }

    /** {@code of(after) - of(before)}, without a look at what both hold. */
    public static long difference(@Nullable Object before, @Nullable Object after) {
        if (before == after) return 0;
        if (before instanceof List<?> was && after instanceof List<?> is) return lists(was, is);
        if (before == null || after == null || before.getClass() != after.getClass())
            return of(after) - of(before);
        return switch (Shape.of(after.getClass())) {
            case RECORD -> records(before, after);
            case COLLECTION ->
                    elements(
                            ((Collection<?>) before).iterator(),
                            ((Collection<?>) after).iterator());
            case MAP ->
                    elements(
                            ((Map<?, ?>) before).entrySet().iterator(),
                            ((Map<?, ?>) after).entrySet().iterator());
            case ENTRY -> {
                Map.Entry<?, ?> was = (Map.Entry<?, ?>) before;
                Map.Entry<?, ?> is = (Map.Entry<?, ?>) after;
                yield difference(was.getKey(), is.getKey())
                        + difference(was.getValue(), is.getValue());
            }
            default -> of(after) - of(before);
        };
    }

    private static long records(Object before, Object after) {
        RecordShape shape = RecordShape.of(after.getClass());
        long sum = 0;
        for (int i = 0; i < shape.size(); i++)
            if (!shape.reader(i).isPrimitive())
                sum += difference(shape.get(before, i), shape.get(after, i));
        return sum;
    }

    /** Rows that both begin or end with are skipped: what stands between may have moved. */
    private static long lists(List<?> before, List<?> after) {
        int shorter = Math.min(before.size(), after.size());
        int start = 0;
        Iterator<?> was = before.iterator();
        Iterator<?> is = after.iterator();
        Object one = null;
        Object other = null;
        boolean differ = false;
        while (start < shorter && !differ) {
            one = was.next();
            other = is.next();
            differ = one != other;
            if (!differ) start++;
        }
        if (!differ) return rest(is) - rest(was);
        if (before.size() == after.size()) return difference(one, other) + elements(was, is);
        int end = 0;
        var wasBack = before.listIterator(before.size());
        var isBack = after.listIterator(after.size());
        while (end < shorter - start && wasBack.previous() == isBack.previous()) end++;
        return elements(
                before.subList(start, before.size() - end).iterator(),
                after.subList(start, after.size() - end).iterator());
    }

    /** Pair by pair, then what one of them has more. */
    private static long elements(Iterator<?> before, Iterator<?> after) {
        long sum = 0;
        while (before.hasNext() && after.hasNext()) sum += difference(before.next(), after.next());
        return sum + rest(after) - rest(before);
    }

    /** The component that weighs most, by its path, as in {@code State.room.messages}. */
    public static String heaviest(Object state) {
        StringBuilder path = new StringBuilder(state.getClass().getSimpleName());
        Object at = state;
        while (true) {
            RecordShape shape = RecordShape.of(at.getClass());
            Object most = null;
            String name = "";
            for (int i = 0; i < shape.size(); i++) {
                Object value = shape.get(at, i);
                if (most != null && of(value) <= of(most)) continue;
                most = value;
                name = shape.components().get(i).getName();
            }
            path.append('.').append(name);
            if (most == null
                    || !most.getClass().isRecord()
                    || RecordShape.of(most.getClass()).size() == 0) return described(path, most);
            at = most;
        }
    }

    private static String described(StringBuilder path, @Nullable Object value) {
        int size =
                switch (value) {
                    case Collection<?> collection -> collection.size();
                    case Map<?, ?> map -> map.size();
                    case null, default -> -1;
                };
        path.append(" (about ").append(String.format(Locale.ROOT, "%,d", of(value)));
        path.append(" bytes");
        if (size >= 0) path.append(String.format(Locale.ROOT, " in %,d elements", size));
        return path.append(')').toString();
    }
}
