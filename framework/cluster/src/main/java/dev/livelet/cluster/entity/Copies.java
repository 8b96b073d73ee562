package dev.livelet.cluster.entity;

import dev.livelet.EntityId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The copies that a node keeps of entities that it does not own: as a backup, or left over from
 * before a shard moved or a split healed. None is dropped before the shard's owner has said that it
 * has all that is in it.
 */
final class Copies {
    private final Map<Integer, Map<EntityId, Held>> current = new TreeMap<>();

    /** Those whose changes are in no newer copy here. */
    private final Map<Integer, List<Held>> leftOver = new TreeMap<>();

    /** Keeps it in place of an older one. */
    void put(int shard, Held held) {
        Map<EntityId, Held> copies = current.computeIfAbsent(shard, s -> new HashMap<>());
        Held before = copies.get(held.id());
        if (before != null && !held.after(before)) {
            if (!before.trail().has(held.trail())) leave(shard, held);
            return;
        }
        copies.put(held.id(), held);
        if (before != null && !held.trail().has(before.trail())) leave(shard, before);
    }

    private void leave(int shard, Held held) {
        List<Held> left = leftOver.computeIfAbsent(shard, s -> new ArrayList<>());
        if (left.stream()
                .noneMatch(
                        each ->
                                each.id().equals(held.id())
                                        && each.ballot().equals(held.ballot())
                                        && each.serial() == held.serial())) left.add(held);
    }

    /** The newest of an entity; null where there is none. */
    @Nullable Held find(int shard, EntityId id) {
        return current.getOrDefault(shard, Map.of()).get(id);
    }

    /** All of a shard. */
    List<Held> of(int shard) {
        List<Held> all = new ArrayList<>(current.getOrDefault(shard, Map.of()).values());
        all.addAll(leftOver.getOrDefault(shard, List.of()));
        return all;
    }

    /** What a backup of this ballot has that may not be in it. */
    List<Held> before(int shard, Ballot ballot) {
        List<Held> old = new ArrayList<>(leftOver.getOrDefault(shard, List.of()));
        for (Held held : current.getOrDefault(shard, Map.of()).values())
            if (ballot.above(held.ballot())) old.add(held);
        return old;
    }

    /** These very ones are elsewhere. */
    void drop(int shard, Collection<Held> copies) {
        Map<EntityId, Held> kept = current.getOrDefault(shard, new HashMap<>());
        List<Held> left = leftOver.getOrDefault(shard, new ArrayList<>());
        for (Held held : copies) {
            kept.remove(held.id(), held);
            left.removeIf(each -> each == held);
        }
        if (kept.isEmpty()) current.remove(shard);
        if (left.isEmpty()) leftOver.remove(shard);
    }

    /** All of a shard, which is this node's own now. */
    List<Held> take(int shard) {
        List<Held> all = of(shard);
        current.remove(shard);
        leftOver.remove(shard);
        return all;
    }

    Set<Integer> shards() {
        Set<Integer> shards = new TreeSet<>(current.keySet());
        shards.addAll(leftOver.keySet());
        return shards;
    }
}
