package dev.livelet.cluster.codec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Lists and sets: elements in their order. What is not declared as a list says what it is. */
final class CollectionCodec extends ValueCodec {
    private final Class<?> type;
    private final ValueCodec element;
    private final boolean list;

    CollectionCodec(Class<?> type, ValueCodec element) {
        this.type = type;
        this.element = element;
        this.list = type == List.class;
    }

    @Override
    Object absent() {
        if (SortedSet.class.isAssignableFrom(type)) return Collections.emptyNavigableSet();
        return Set.class.isAssignableFrom(type)
                ? Collections.unmodifiableSequencedSet(new LinkedHashSet<>())
                : List.of();
    }

    @Override
    void put(Object value, Output out) {
        Collection<?> collection = (Collection<?>) value;
        out.begin(collection.size() + (list ? 0 : 1));
        if (!list) out.number((long) order(collection).ordinal());
        for (Object each : collection) element.write(each, out);
        out.end();
    }

    private static Order order(Collection<?> collection) {
        return switch (collection) {
            case SortedSet<?> sorted -> Order.of(sorted.comparator());
            case Set<?> set -> Order.INSERTION;
            default -> Order.LIST;
        };
    }

    @Override
    Object take(Input in) {
        in.begin();
        Order order = list ? Order.LIST : Order.read(in.element());
        Object taken = order == Order.LIST ? list(in) : set(in, order);
        in.leave();
        return taken;
    }

    private Object list(Input in) {
        if (!list && Set.class.isAssignableFrom(type))
            throw CodecException.malformed("a set was expected, found a list");
        List<@Nullable Object> elements = new ArrayList<>();
        while (in.more()) elements.add(element.read(in));
        return elements.stream().toList();
    }

    private Object set(Input in, Order order) {
        if (!order.sorted()) {
            if (SortedSet.class.isAssignableFrom(type))
                throw CodecException.malformed("a sorted set was expected");
            return Collections.unmodifiableSequencedSet(fill(in, new LinkedHashSet<>()));
        }
        return Collections.unmodifiableNavigableSet(fill(in, new TreeSet<>(order.comparator())));
    }

    private <C extends Set<@Nullable Object>> C fill(Input in, C set) {
        while (in.more())
            if (!set.add(element.read(in)))
                throw CodecException.malformed("a set has an element twice");
        return set;
    }
}
