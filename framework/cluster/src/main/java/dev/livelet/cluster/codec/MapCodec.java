package dev.livelet.cluster.codec;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Maps: keys and values in their order. */
final class MapCodec extends ValueCodec {
    private final Class<?> type;
    private final ValueCodec key;
    private final ValueCodec value;

    MapCodec(Class<?> type, ValueCodec key, ValueCodec value) {
        this.type = type;
        this.key = key;
        this.value = value;
    }

    @Override
    Object absent() {
        return SortedMap.class.isAssignableFrom(type)
                ? Collections.emptyNavigableMap()
                : Collections.unmodifiableSequencedMap(new LinkedHashMap<>());
    }

    @Override
    void put(Object object, Output out) {
        Map<?, ?> map = (Map<?, ?>) object;
        Order order =
                map instanceof SortedMap<?, ?> sorted
                        ? Order.of(sorted.comparator())
                        : Order.INSERTION;
        out.begin(1 + 2 * map.size());
        out.number((long) order.ordinal());
        map.forEach(
                (k, v) -> {
                    key.write(k, out);
                    value.write(v, out);
                });
        out.end();
    }

    @Override
    Object take(Input in) {
        in.begin();
        Order order = Order.read(in.element());
        boolean sorted = order.sorted();
        if (!sorted && SortedMap.class.isAssignableFrom(type))
            throw CodecException.malformed("a sorted map was expected");
        Object map =
                sorted
                        ? Collections.unmodifiableNavigableMap(
                                fill(in, new TreeMap<>(order.comparator())))
                        : Collections.unmodifiableSequencedMap(fill(in, new LinkedHashMap<>()));
        in.leave();
        return map;
    }

    private <M extends Map<@Nullable Object, @Nullable Object>> M fill(Input in, M map) {
        while (in.more()) {
            Object k = key.read(in);
            Object v = value.read(in.element());
            int before = map.size();
            map.put(k, v);
            if (map.size() == before) throw CodecException.malformed("a map has a key twice");
        }
        return map;
    }
}
