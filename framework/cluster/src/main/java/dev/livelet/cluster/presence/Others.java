package dev.livelet.cluster.presence;

import dev.livelet.Presence.Change;
import dev.livelet.Presence.Entry;
import dev.livelet.cluster.link.NodeId;
import dev.livelet.cluster.presence.Entries.Place;
import dev.livelet.state.Structure;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What all other nodes say is present. Where two have an entry at one place, the one with the
 * higher attempt is shown: the session moved there. Entries of a lost node, and those whose session
 * was moved, are kept for a grace, for another node to take them over unnoticed.
 *
 * <p>What changes is collected until {@link #flush}. Guarded by whoever holds it.
 */
final class Others {
    /**
     * @param until when it goes if nobody takes it over; null for one that is there
     */
    private record Held(NodeId node, int attempt, Entry entry, @Nullable Long until) {
        static final Comparator<Held> ORDER =
                Comparator.comparingInt(Held::attempt)
                        .thenComparing(held -> held.node.name())
                        .thenComparing(held -> held.node.incarnation());
    }

    private record Going(long until, NodeId node, Place place) {}

    private record Before(@Nullable Entry entry) {}

    private final Map<Place, List<Held>> places = new HashMap<>();
    private final Map<NodeId, Set<Place>> byNode = new HashMap<>();
    private final ArrayDeque<Going> going = new ArrayDeque<>();
    private final Map<Place, Before> changed = new LinkedHashMap<>();

    void put(NodeId node, Place place, int attempt, Object meta) {
        Entry entry = new Entry(place.key(), place.session(), meta);
        set(node, place, new Held(node, attempt, entry, null));
    }

    void remove(NodeId node, Place place) {
        set(node, place, null);
    }

    /** The entry goes at this time, unless another node has it by then. */
    void keepUntil(NodeId node, Place place, long until) {
        Held held = find(node, place);
        if (held == null || held.until != null) return;
        set(node, place, new Held(node, held.attempt, held.entry, until));
        going.add(new Going(until, node, place));
    }

    void keepAllUntil(NodeId node, long until) {
        for (Place place : Set.copyOf(places(node))) keepUntil(node, place, until);
    }

    /** What of these is still there stays. */
    void keep(NodeId node, Set<Place> itsOwn) {
        for (Place place : itsOwn) {
            Held held = find(node, place);
            if (held != null) set(node, place, new Held(node, held.attempt, held.entry, null));
        }
    }

    /** All places where the node has an entry. */
    Set<Place> places(NodeId node) {
        return byNode.getOrDefault(node, Set.of());
    }

    /** Whether {@link #sweep} has something to wait for. */
    boolean hasGoing() {
        return !going.isEmpty();
    }

    /** Lets those go whose time is over. */
    void sweep(long now) {
        for (Going next = going.peek();
                next != null && now - next.until >= 0;
                next = going.peek()) {
            going.remove();
            Held held = find(next.node, next.place);
            if (held != null && held.until != null && held.until == next.until)
                set(next.node, next.place, null);
        }
    }

    private @Nullable Held find(NodeId node, Place place) {
        for (Held held : places.getOrDefault(place, List.of()))
            if (held.node.equals(node)) return held;
        return null;
    }

    private void set(NodeId node, Place place, @Nullable Held now) {
        changed.putIfAbsent(place, new Before(shown(place)));
        List<Held> all = new ArrayList<>(places.getOrDefault(place, List.of()));
        all.removeIf(held -> held.node.equals(node));
        if (now != null) all.add(now);
        if (all.isEmpty()) places.remove(place);
        else places.put(place, List.copyOf(all));
        Set<Place> mine = byNode.computeIfAbsent(node, id -> new HashSet<>());
        if (now != null) mine.add(place);
        else mine.remove(place);
        if (mine.isEmpty()) byNode.remove(node);
    }

    private @Nullable Entry shown(Place place) {
        return places.getOrDefault(place, List.of()).stream()
                .max(Held.ORDER)
                .map(Held::entry)
                .orElse(null);
    }

    /** Tells what has changed since the last time, by topic. */
    void flush(Consumer<Change> to) {
        if (changed.isEmpty()) return;
        Map<String, List<Entry>> joined = new LinkedHashMap<>();
        Map<String, List<Entry>> left = new LinkedHashMap<>();
        changed.forEach(
                (place, before) -> {
                    Entry now = shown(place);
                    if (Structure.same(before.entry, now)) return;
                    List<Entry> gone = left.computeIfAbsent(place.topic(), t -> new ArrayList<>());
                    List<Entry> here =
                            joined.computeIfAbsent(place.topic(), t -> new ArrayList<>());
                    if (before.entry != null) gone.add(before.entry);
                    if (now != null) here.add(now);
                });
        changed.clear();
        joined.forEach(
                (topic, entries) ->
                        to.accept(new Change(topic, entries, left.getOrDefault(topic, List.of()))));
    }
}
