package dev.livelet.state;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.livelet.expression.Types;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Immutable copies of the collections in a state. The JDK's immutable ones stay; views of others
 * ({@code Collections.unmodifiableList}) are copied, since what they show can change. Sets and maps
 * that are copied keep the order they have; lists may hold null.
 */
final class ImmutableCopy {
    /**
     * Sets and maps with an order that were made here: the JDK has no class that says so. Compared
     * by identity.
     */
    private static final Cache<Object, Boolean> MADE = Caffeine.newBuilder().weakKeys().build();

    private static final ClassValue<Boolean> IMMUTABLE =
            new ClassValue<>() {
                @Override
                protected Boolean computeValue(Class<?> type) {
                    String name = type.getName();
                    return name.startsWith("java.util.ImmutableCollections$")
                            || name.startsWith("java.util.Collections$Empty")
                            || name.startsWith("java.util.Collections$Singleton");
                }
            };

    /** Which components of a record can hold a collection somewhere. */
    private static final ClassValue<boolean[]> PARTS =
            new ClassValue<>() {
                @Override
                protected boolean[] computeValue(Class<?> record) {
                    List<Type> types =
                            RecordShape.of(record).components().stream()
                                    .map(component -> component.getGenericType())
                                    .toList();
                    boolean[] parts = new boolean[types.size()];
                    for (int i = 0; i < parts.length; i++) parts[i] = !isLeaf(types.get(i));
                    return parts;
                }
            };

    /** Which components of a record are collections whose elements hold no others. */
    private static final ClassValue<boolean[]> FLAT =
            new ClassValue<>() {
                @Override
                protected boolean[] computeValue(Class<?> record) {
                    List<Type> types =
                            RecordShape.of(record).components().stream()
                                    .map(component -> component.getGenericType())
                                    .toList();
                    boolean[] flat = new boolean[types.size()];
                    for (int i = 0; i < flat.length; i++)
                        flat[i] = types.get(i) instanceof ParameterizedType p && isFlat(p);
                    return flat;
                }
            };

    private ImmutableCopy() {}

    static Object of(Object record, @Nullable Object before) {
        boolean[] parts = PARTS.get(record.getClass());
        boolean[] flat = FLAT.get(record.getClass());
        RecordShape shape = RecordShape.of(record.getClass());
        boolean comparable = before != null && before.getClass() == record.getClass();
        @Nullable Object[] changed = null;
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i]) continue;
            Object value = shape.get(record, i);
            Object old = comparable && before != null ? shape.get(before, i) : null;
            if (value == null || value == old) continue;
            Object copy = copy(value, old, flat[i]);
            if (copy == value) continue;
            if (changed == null) changed = shape.values(record);
            changed[i] = copy;
        }
        return changed == null ? record : shape.make(changed);
    }

    /**
     * @param flat whether elements need no look
     */
    private static @Nullable Object copy(
            @Nullable Object value, @Nullable Object before, boolean flat) {
        if (value == null) return null;
        return switch (Shape.of(value.getClass())) {
            case RECORD -> of(value, before);
            case LIST -> list((List<?>) value, flat);
            case COLLECTION ->
                    value instanceof Set<?> set
                            ? set(set, flat)
                            : list(new ArrayList<>((Collection<?>) value), flat);
            case MAP -> map((Map<?, ?>) value, flat);
            case ENTRY -> entry((Map.Entry<?, ?>) value, flat);
            case OPTIONAL -> optional((Optional<?>) value);
            default -> value;
        };
    }

    private static Object list(List<?> list, boolean flat) {
        List<?> elements = flat ? list : elements(list);
        return elements == list && IMMUTABLE.get(list.getClass())
                ? list
                : elements.stream().toList();
    }

    /** The same list where no element changes. */
    private static List<?> elements(List<?> list) {
        List<@Nullable Object> copies = null;
        int i = 0;
        for (Object element : list) {
            Object copy = copy(element, null, false);
            if (copy != element && copies == null) copies = new ArrayList<>(list);
            if (copies != null) copies.set(i, copy);
            i++;
        }
        return copies == null ? list : copies;
    }

    @SuppressWarnings("unchecked")
    private static Object set(Set<?> set, boolean flat) {
        List<?> before = flat ? List.of() : new ArrayList<>(set);
        List<?> elements = flat ? before : elements(before);
        if (elements == before && isImmutable(set)) return set;
        Collection<Object> from =
                elements == before ? (Collection<Object>) set : (Collection<Object>) elements;
        if (!(set instanceof SortedSet<?> sorted))
            return made(Collections.unmodifiableSequencedSet(new LinkedHashSet<>(from)));
        TreeSet<Object> copy = new TreeSet<>(((SortedSet<Object>) sorted).comparator());
        copy.addAll(from);
        return made(Collections.unmodifiableNavigableSet(copy));
    }

    @SuppressWarnings("unchecked")
    static Object map(Map<?, ?> map, boolean flat) {
        Map<Object, @Nullable Object> copies = null;
        if (!flat) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                Object value = copy(entry.getValue(), null, false);
                if (value == entry.getValue()) continue;
                if (copies == null) copies = new LinkedHashMap<>(map);
                copies.put(entry.getKey(), value);
            }
        }
        if (copies == null && isImmutable(map)) return map;
        Map<Object, @Nullable Object> from =
                copies == null ? (Map<Object, @Nullable Object>) map : copies;
        if (!(map instanceof SortedMap<?, ?> sorted))
            return made(Collections.unmodifiableSequencedMap(new LinkedHashMap<>(from)));
        TreeMap<Object, @Nullable Object> copy =
                new TreeMap<>(((SortedMap<Object, ?>) sorted).comparator());
        copy.putAll(from);
        return made(Collections.unmodifiableNavigableMap(copy));
    }

    private static Object entry(Map.Entry<?, ?> entry, boolean flat) {
        Object value = flat ? entry.getValue() : copy(entry.getValue(), null, false);
        boolean mutable = entry instanceof AbstractMap.SimpleEntry<?, ?>;
        return mutable || value != entry.getValue()
                ? new AbstractMap.SimpleImmutableEntry<>(entry.getKey(), value)
                : entry;
    }

    private static Object optional(Optional<?> optional) {
        Object value = optional.orElse(null);
        Object copy = copy(value, null, false);
        return copy == value ? optional : Optional.ofNullable(copy);
    }

    private static boolean isImmutable(Object collection) {
        return IMMUTABLE.get(collection.getClass()) || MADE.getIfPresent(collection) != null;
    }

    private static Object made(Object collection) {
        MADE.put(collection, true);
        return collection;
    }

    private static boolean isFlat(ParameterizedType type) {
        Class<?> raw = Types.erase(type);
        boolean container =
                Collection.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw);
        return container
                && Arrays.stream(type.getActualTypeArguments()).allMatch(ImmutableCopy::isLeaf);
    }

    /** Whether values of this declared type can never hold a collection. */
    private static boolean isLeaf(Type type) {
        return isLeaf(type, new java.util.HashSet<>());
    }

    private static boolean isLeaf(Type type, Set<Class<?>> around) {
        if (type instanceof WildcardType w) return isLeaf(w.getUpperBounds()[0], around);
        if (!(type instanceof Class<?> c)) return false;
        if (c.isPrimitive()
                || c.isEnum()
                || Shape.of(c) == Shape.VALUE
                        && java.lang.reflect.Modifier.isFinal(c.getModifiers())) return true;
        if (!around.add(c)) return true;
        if (c.isRecord()) {
            return RecordShape.of(c).components().stream()
                    .allMatch(component -> isLeaf(component.getGenericType(), around));
        }
        return c.isSealed()
                && Arrays.stream(c.getPermittedSubclasses()).allMatch(each -> isLeaf(each, around));
    }
}
