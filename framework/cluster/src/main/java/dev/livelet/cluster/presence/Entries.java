package dev.livelet.cluster.presence;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The entries of one node's sessions, changed by that node only, one version after the other.
 * Guarded by whoever holds it.
 */
final class Entries {
    /** Where an entry is; a session has one under each key. */
    record Place(String topic, String key, String session) {}

    /**
     * An entry as it travels.
     *
     * @param meta encoded
     */
    record Told(int attempt, byte[] meta) {
        private long hash(Place place) {
            return (place.hashCode() * 31L + Arrays.hashCode(meta)) * 0x9E3779B97F4A7C15L + attempt;
        }
    }

    private final Map<Place, Told> all = new HashMap<>();
    private long version = 1;
    private long hash;

    void put(Place place, Told told) {
        Told before = all.put(place, told);
        if (before != null) hash -= before.hash(place);
        hash += told.hash(place);
        version++;
    }

    void remove(Place place) {
        Told before = all.remove(place);
        if (before != null) hash -= before.hash(place);
        version++;
    }

    @Nullable Told get(Place place) {
        return all.get(place);
    }

    /** All of them, at this moment. */
    Map<Place, Told> all() {
        return Map.copyOf(all);
    }

    long version() {
        return version;
    }

    int size() {
        return all.size();
    }

    /** The same for the same entries, on any node. */
    long hash() {
        return hash;
    }
}
