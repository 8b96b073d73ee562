package dev.livelet.cluster.entity;

import dev.livelet.EntityId;
import dev.livelet.Shared;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The values of entities that this node has had lately, as owner, as backup, or because its pages
 * show them: the newest of each, and older ones for {@link #KEPT} more, as long as their bytes are
 * few enough. A page that comes from another node is rendered from them. Thread-safe.
 */
final class Ring {
    static final Duration KEPT = Duration.ofSeconds(15);

    /** Of all older ones together; those that were replaced first go first. */
    static final long BYTES = 64L << 20;

    private final LongSupplier nanos;
    private final long limit;
    private final Map<EntityId, NavigableMap<Long, Entry>> values = new HashMap<>();
    private final ArrayDeque<Entry> replaced = new ArrayDeque<>();
    private long bytes;

    Ring(LongSupplier nanos) {
        this(nanos, BYTES);
    }

    Ring(LongSupplier nanos, long limit) {
        this.nanos = nanos;
        this.limit = limit;
    }

    /** One version. */
    static final class Entry {
        final EntityId id;
        final long version;

        /** Whether it has certainly been let out by its owner. */
        private boolean out;

        private byte[] state;
        private @Nullable Shared<?> shared;
        private boolean old;
        private long since;

        Entry(EntityId id, long version, byte[] state, boolean out) {
            this.id = id;
            this.version = version;
            this.state = state;
            this.out = out;
        }

        byte[] state() {
            return state;
        }
    }

    /**
     * @param state encoded; not copied
     * @param out whether pages may show it: its owner has let it out
     */
    synchronized void put(EntityId id, long version, byte[] state, boolean out) {
        NavigableMap<Long, Entry> versions = values.computeIfAbsent(id, i -> new TreeMap<>());
        Entry known = versions.get(version);
        if (known != null) {
            known.out |= out;
            return;
        }
        Entry entry = new Entry(id, version, state, out);
        Entry last = versions.isEmpty() ? null : versions.lastEntry().getValue();
        versions.put(version, entry);
        if (last != null) replaced(last.version < version ? last : entry);
        trim();
    }

    private void replaced(Entry entry) {
        if (entry.old) return;
        entry.old = true;
        entry.since = nanos.getAsLong();
        replaced.add(entry);
        bytes += entry.state.length;
    }

    private void trim() {
        long before = nanos.getAsLong() - KEPT.toNanos();
        for (Entry oldest = replaced.peek();
                oldest != null && (bytes > limit || oldest.since < before);
                oldest = replaced.peek()) {
            replaced.remove();
            bytes -= oldest.state.length;
            NavigableMap<Long, Entry> versions = values.get(oldest.id);
            if (versions == null) continue;
            versions.remove(oldest.version, oldest);
            if (versions.isEmpty()) values.remove(oldest.id);
        }
    }

    synchronized @Nullable Entry find(EntityId id, long version) {
        NavigableMap<Long, Entry> versions = values.get(id);
        return versions == null ? null : versions.get(version);
    }

    /**
     * The newest there is.
     *
     * @param out only of those that were certainly let out
     */
    synchronized @Nullable Entry newest(EntityId id, boolean out) {
        NavigableMap<Long, Entry> versions = values.get(id);
        if (versions == null) return null;
        for (Entry entry : versions.descendingMap().values()) if (!out || entry.out) return entry;
        return null;
    }

    /** The one object for this version; the first one that was made counts. */
    synchronized Shared<?> shared(Entry entry, Shared<?> made) {
        Shared<?> known = entry.shared;
        if (known == null) entry.shared = known = made;
        return known;
    }

    synchronized @Nullable Shared<?> shared(Entry entry) {
        return entry.shared;
    }

    /** Lets the newest go, too, of those that nothing here needs. */
    synchronized void keepOnly(Predicate<EntityId> needed) {
        trim();
        values.values()
                .forEach(
                        versions -> {
                            Entry newest = versions.lastEntry().getValue();
                            if (!needed.test(newest.id)) replaced(newest);
                        });
    }

    /** For tests. */
    synchronized void clear() {
        values.clear();
        replaced.clear();
        bytes = 0;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized int size() {
        return values.values().stream().mapToInt(Map::size).sum();
    }
}
