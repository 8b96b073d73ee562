package dev.livelet.presence;

import dev.livelet.Presence.Change;
import dev.livelet.Presence.Entry;
import dev.livelet.spi.ClusterPresence.Fate;
import dev.livelet.spi.ClusterPresence.Own;
import dev.livelet.state.Structure;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One topic: its entries, and what its subscribers and the cluster have not been told yet. Every
 * method holds the topic's monitor, for map operations only.
 */
final class Topic {
    private record Id(String key, String session) {
        static final Comparator<Id> ORDER =
                Comparator.comparing(Id::key).thenComparing(Id::session);
    }

    /** What subscribers know of an entry that has changed since; null: nothing. */
    private record Known(@Nullable Entry entry) {}

    /** What the cluster knows of one of this node's own, and what it is to be told instead. */
    private record Untold(@Nullable Own known, Own now) {}

    /** What subscribers here are to be told, and what the cluster is. */
    record News(Change all, List<Own> own) {}

    /** An entry as this node has it, as others say, and as it was when its session went there. */
    private static final class Place {
        @Nullable Own own;
        @Nullable Entry remote;
        @Nullable Entry moved;

        @Nullable Entry shown() {
            return own != null ? own.entry() : remote != null ? remote : moved;
        }
    }

    private final SortedMap<Id, Place> places = new TreeMap<>(Id.ORDER);
    private final SortedMap<Id, Known> changed = new TreeMap<>(Id.ORDER);
    private final SortedMap<Id, Untold> untold = new TreeMap<>(Id.ORDER);
    private @Nullable List<Entry> list;
    private boolean telling;

    /** One of this node's own sessions has the entry, or has it no more. */
    synchronized void own(Own now) {
        Id id = id(now.entry());
        Place place = change(id);
        Own before = place.own;
        Untold earlier = untold.get(id);
        untold.put(id, new Untold(earlier == null ? before : earlier.known, now));
        place.own = now.fate() == Fate.HERE ? now : null;
        place.moved = now.fate() == Fate.MOVED ? now.entry() : null;
        changed(id, place);
    }

    /** Other nodes show the entry, or show it no more. */
    synchronized void remote(Entry of, @Nullable Entry now) {
        Id id = id(of);
        Place place = change(id);
        place.remote = now;
        if (now != null) place.moved = null;
        changed(id, place);
    }

    /** No other node has taken over the entry. */
    synchronized void abandon(Entry moved) {
        Id id = id(moved);
        Place place = places.get(id);
        if (place == null || place.moved != moved) return;
        change(id);
        place.moved = null;
        changed(id, place);
    }

    private static Id id(Entry entry) {
        return new Id(entry.key(), entry.session());
    }

    private Place change(Id id) {
        Place place = places.computeIfAbsent(id, same -> new Place());
        changed.putIfAbsent(id, new Known(place.shown()));
        list = null;
        return place;
    }

    private void changed(Id id, Place place) {
        if (place.shown() == null) places.remove(id);
    }

    synchronized List<Entry> list() {
        List<Entry> present = list;
        if (present != null) return present;
        List<Entry> entries = new ArrayList<>(places.size());
        for (Place place : places.values())
            if (place.shown() instanceof Entry shown) entries.add(shown);
        return list = List.copyOf(entries);
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
        return !telling && places.isEmpty() && changed.isEmpty();
    }

    /** Takes the news. */
    synchronized News news(String name) {
        List<Entry> joined = new ArrayList<>();
        List<Entry> left = new ArrayList<>();
        changed.forEach(
                (id, known) -> {
                    Entry before = known.entry();
                    Place place = places.get(id);
                    Entry now = place == null ? null : place.shown();
                    if (Structure.same(before, now)) return;
                    if (before != null) left.add(before);
                    if (now != null) joined.add(now);
                });
        List<Own> own = new ArrayList<>();
        for (Untold each : untold.values()) {
            boolean gone = each.now.fate() != Fate.HERE;
            if (!(gone && each.known == null) && !Structure.same(each.known, each.now))
                own.add(each.now);
        }
        changed.clear();
        untold.clear();
        return new News(new Change(name, joined, left), own);
    }
}
