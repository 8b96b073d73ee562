package dev.livelet.session;

import dev.livelet.EntityId;
import dev.livelet.Shared;
import dev.livelet.entity.EntityNode;
import dev.livelet.entity.Watcher;
import dev.livelet.pubsub.Arrival;
import dev.livelet.state.SharedParts;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.Set;

/**
 * The entities that a session's state shows: what is in the state is watched, nothing else.
 * Confined to the session's turn, but for {@link #changed}.
 */
final class Watches extends Arrival implements Watcher {
    private final EntityNode entities;
    private final Watcher watcher;
    private Set<EntityId> watched = Set.of();
    private @Nullable Object shown;

    /**
     * @param watcher is told that one has changed, on any thread
     */
    Watches(EntityNode entities, Watcher watcher) {
        this.entities = entities;
        this.watcher = watcher;
    }

    @Override
    public void changed(EntityId id) {
        watcher.changed(id);
    }

    /** The state with the newest value of each; never an older one. */
    Object refresh(Object state) {
        Object newest = SharedParts.replace(state, this::newest);
        // other versions of the same entities: nothing more to watch
        if (state == shown) shown = newest;
        return newest;
    }

    private Shared<?> newest(Shared<?> shown) {
        Shared<?> current = shown.entity().map(entities::current).orElse(null);
        return current != null && current.version() > shown.version() ? current : shown;
    }

    /** From now on the session is told of what this state shows. */
    void show(Object state) {
        if (state == shown) return;
        shown = state;
        Set<EntityId> before = watched;
        Set<EntityId> now = new HashSet<>(2);
        SharedParts.each(
                state,
                shown ->
                        shown.entity()
                                .ifPresent(
                                        id -> {
                                            if (now.add(id) && !before.contains(id))
                                                entities.watch(shown, this);
                                        }));
        for (EntityId id : before) if (!now.contains(id)) entities.unwatch(id, this);
        watched = now;
    }

    void clear() {
        watched.forEach(id -> entities.unwatch(id, this));
        watched = Set.of();
        shown = null;
    }
}
