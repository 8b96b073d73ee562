package dev.livelet.session;

import dev.livelet.EntityId;
import dev.livelet.Shared;
import dev.livelet.entity.EntityNode;
import dev.livelet.entity.Watcher;
import dev.livelet.state.SharedParts;

import java.util.HashSet;
import java.util.Set;

/**
 * The entities that a session's state shows: what is in the state is watched, nothing else.
 * Confined to the session's turn.
 */
final class Watches {
    private final EntityNode entities;
    private final Watcher watcher;
    private Set<EntityId> watched = Set.of();

    /**
     * @param watcher is told that one has changed, on any thread
     */
    Watches(EntityNode entities, Watcher watcher) {
        this.entities = entities;
        this.watcher = watcher;
    }

    /** The state with the newest value of each; never an older one. */
    Object refresh(Object state) {
        return SharedParts.replace(state, this::newest);
    }

    private Shared<?> newest(Shared<?> shown) {
        Shared<?> current = shown.entity().map(entities::current).orElse(null);
        return current != null && current.version() > shown.version() ? current : shown;
    }

    /** From now on the session is told of what this state shows. */
    void show(Object state) {
        if (showsTheSame(state)) return;
        Set<EntityId> before = watched;
        Set<EntityId> now = new HashSet<>(2);
        SharedParts.each(
                state,
                shown ->
                        shown.entity()
                                .ifPresent(
                                        id -> {
                                            if (now.add(id) && !before.contains(id))
                                                entities.watch(shown, watcher);
                                        }));
        for (EntityId id : before) if (!now.contains(id)) entities.unwatch(id, watcher);
        watched = now;
    }

    /** The common case, told without a set: all pages of a room are asked at each message. */
    private boolean showsTheSame(Object state) {
        if (watched.size() != 1) return false;
        int[] shows = new int[2];
        SharedParts.each(
                state,
                shown ->
                        shown.entity()
                                .ifPresent(id -> shows[watched.contains(id) ? 0 : 1]++));
        return shows[0] > 0 && shows[1] == 0;
    }

    void clear() {
        watched.forEach(id -> entities.unwatch(id, watcher));
        watched = Set.of();
    }
}
