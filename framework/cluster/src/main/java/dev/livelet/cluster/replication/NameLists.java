package dev.livelet.cluster.replication;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The names of states' components, once for all copies of a type. Thread-safe. */
final class NameLists {
    private static final int MOST = 4_096;
    private static final Map<List<String>, String[]> KNOWN = new ConcurrentHashMap<>();

    private NameLists() {}

    static String[] shared(String[] names) {
        String[] known = KNOWN.get(List.of(names));
        if (known == null && KNOWN.size() < MOST) {
            known = KNOWN.putIfAbsent(List.of(names), names);
        }
        return known == null ? names : known;
    }
}
