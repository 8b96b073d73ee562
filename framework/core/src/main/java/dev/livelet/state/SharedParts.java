package dev.livelet.state;

import dev.livelet.Shared;
import dev.livelet.expression.Types;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The {@link Shared} values in a state: in its components, those of records in it, and as elements
 * of lists, values of maps and optionals. Records that can hold none are not looked into.
 */
public final class SharedParts {
    private static final ClassValue<boolean[]> PARTS =
            new ClassValue<>() {
                @Override
                protected boolean[] computeValue(Class<?> record) {
                    List<RecordComponent> components = RecordShape.of(record).components();
                    boolean[] parts = new boolean[components.size()];
                    for (int i = 0; i < parts.length; i++)
                        parts[i] = canHold(components.get(i).getGenericType(), new HashSet<>());
                    return parts;
                }
            };

    private SharedParts() {}

    /** Whether a state of this type can hold any. */
    public static boolean any(Class<?> record) {
        for (boolean part : PARTS.get(record)) if (part) return true;
        return false;
    }

    public static void each(Object state, Consumer<Shared<?>> each) {
        replace(
                state,
                shared -> {
                    each.accept(shared);
                    return shared;
                });
    }

    /** The state with what {@code by} gives for each; the same object where all stay. */
    public static Object replace(Object state, UnaryOperator<Shared<?>> by) {
        boolean[] parts = PARTS.get(state.getClass());
        RecordShape shape = RecordShape.of(state.getClass());
        @Nullable Object[] changed = null;
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i]) continue;
            Object value = shape.get(state, i);
            Object next = value(value, by);
            if (next == value) continue;
            if (changed == null) changed = shape.values(state);
            changed[i] = next;
        }
        return changed == null ? state : shape.make(changed);
    }

    private static @Nullable Object value(@Nullable Object value, UnaryOperator<Shared<?>> by) {
        if (value == null) return null;
        return switch (Shape.of(value.getClass())) {
            case SHARED -> by.apply((Shared<?>) value);
            case RECORD -> replace(value, by);
            case LIST -> list((List<?>) value, by);
            case MAP -> map((Map<?, ?>) value, by);
            case OPTIONAL -> optional((Optional<?>) value, by);
            default -> value;
        };
    }

    private static Object list(List<?> list, UnaryOperator<Shared<?>> by) {
        List<@Nullable Object> copy = null;
        int i = 0;
        for (Object element : list) {
            Object next = value(element, by);
            if (next != element && copy == null) copy = new ArrayList<>(list);
            if (copy != null) copy.set(i, next);
            i++;
        }
        return copy == null ? list : copy.stream().toList();
    }

    @SuppressWarnings("unchecked")
    private static Object map(Map<?, ?> map, UnaryOperator<Shared<?>> by) {
        Map<Object, @Nullable Object> copy = null;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object next = value(entry.getValue(), by);
            if (next == entry.getValue()) continue;
            if (copy == null)
                copy =
                        map instanceof SortedMap<?, ?> sorted
                                ? new TreeMap<>((SortedMap<Object, @Nullable Object>) sorted)
                                : new LinkedHashMap<>((Map<Object, @Nullable Object>) map);
            copy.put(entry.getKey(), next);
        }
        return copy == null ? map : ImmutableCopy.map(copy, true);
    }

    private static Object optional(Optional<?> optional, UnaryOperator<Shared<?>> by) {
        Object value = optional.orElse(null);
        Object next = value(value, by);
        return next == value ? optional : Optional.ofNullable(next);
    }

    private static boolean canHold(Type type, Set<Class<?>> around) {
        if (type instanceof TypeVariable<?>) return true;
        if (type instanceof WildcardType w) return canHold(w.getUpperBounds()[0], around);
        if (type instanceof ParameterizedType p)
            return canHold(p.getRawType(), around)
                    || Arrays.stream(p.getActualTypeArguments())
                            .anyMatch(each -> canHold(each, around));
        Class<?> raw = Types.erase(type);
        if (raw == Shared.class) return true;
        if (!around.add(raw)) return false;
        if (raw.isRecord())
            return Arrays.stream(raw.getRecordComponents())
                    .anyMatch(each -> canHold(each.getGenericType(), around));
        return raw.isSealed()
                && Arrays.stream(raw.getPermittedSubclasses())
                        .anyMatch(each -> canHold(each, around));
    }
}
