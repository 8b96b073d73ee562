package dev.livelet.presence;

import dev.livelet.Presence.Change;
import dev.livelet.Presence.Entry;
import dev.livelet.state.Structure;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One topic: its entries, and what its subscribers have not been told yet. Every method holds the
 * topic's monitor, for map operations only.
 */
final class Topic {
    private record Id(String key, String session) {
        static final Comparator<Id> ORDER =
                Comparator.comparing(Id::key).thenComparing(Id::session);
    }

    /** What subscribers know of an entry that has changed since; null: nothing. */
    private record Known(@Nullable Entry entry, boolean own) {}

    /** What subscribers here are to be told, and what of it concerns this node's own sessions. */
    record News(Change all, Change own) {}

    private final SortedMap<Id, Entry> shown = new TreeMap<>(Id.ORDER);
    private final SortedMap<Id, Known> changed = new TreeMap<>(Id.ORDER);
    private @Nullable List<Entry> list;
    private boolean telling;

    synchronized void set(Entry of, @Nullable Entry now, boolean own) {
        Id id = new Id(of.key(), of.session());
        Entry before = now == null ? shown.remove(id) : shown.put(id, now);
        changed.putIfAbsent(id, new Known(before, own));
        list = null;
    }

    synchronized List<Entry> list() {
        List<Entry> present = list;
        if (present == null) list = present = List.copyOf(shown.values());
        return present;
    }

    /** True when there is something to tell and nobody is about to: the caller then does. */
    synchronized boolean beginTelling() {
        if (telling || changed.isEmpty()) return false;
        telling = true;
        return true;
    }

    synchronized void endTelling() {
        telling = false;
    }

    synchronized boolean isEmpty() {
        return !telling && shown.isEmpty() && changed.isEmpty();
    }

    /** Takes the news. */
    synchronized News news(String name) {
        List<Entry> joined = new ArrayList<>();
        List<Entry> left = new ArrayList<>();
        List<Entry> ownJoined = new ArrayList<>();
        List<Entry> ownLeft = new ArrayList<>();
        changed.forEach(
                (id, known) -> {
                    Entry before = known.entry();
                    Entry now = shown.get(id);
                    if (Structure.same(before, now)) return;
                    if (before != null) left.add(before);
                    if (now != null) joined.add(now);
                    if (known.own() && before != null) ownLeft.add(before);
                    if (known.own() && now != null) ownJoined.add(now);
                });
        changed.clear();
        return new News(new Change(name, joined, left), new Change(name, ownJoined, ownLeft));
    }
}
