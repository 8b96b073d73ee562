package dev.livelet.examples;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The names that visitors gave themselves, for as long as this process runs, for the last ten
 * thousand of them. Thread-safe.
 */
final class Names {
    private static final int REMEMBERED = 10_000;

    private final Map<String, String> names =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                    return size() > REMEMBERED;
                }
            };

    synchronized void remember(String visitor, String name) {
        names.put(visitor, name);
    }

    /** The visitor's name, "" when they have not given one. */
    synchronized String of(String visitor) {
        return names.getOrDefault(visitor, "");
    }
}
