package dev.livelet.cluster.link;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the link counts, by name. Names of peers are part of a name only for {@code window-full}.
 */
final class Counters {
    private final ConcurrentMap<String, LongAdder> values = new ConcurrentHashMap<>();

    void add(String name, long amount) {
        values.computeIfAbsent(name, _ -> new LongAdder()).add(amount);
    }

    void count(String name) {
        add(name, 1);
    }

    long get(String name) {
        LongAdder value = values.get(name);
        return value == null ? 0 : value.sum();
    }

    /** With names as metrics have them: {@code link_refused_wire_version}. */
    Map<String, Long> snapshot() {
        Map<String, Long> all = new TreeMap<>();
        values.forEach((name, value) -> all.merge(metric(name), value.sum(), Long::sum));
        return all;
    }

    static String metric(String name) {
        return name.replaceAll("[^A-Za-z0-9]+", "_").toLowerCase(Locale.ROOT);
    }
}
