package dev.livelet.entity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.livelet.EntityId;
import dev.livelet.Shared;
import dev.livelet.spi.ClusterEntities;

import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The newest values of entities that pages of this node show: one object each, whoever asks.
 * Versions never go back. Thread-safe.
 *
 * <p>Watchers are told one after the other on one thread; changes that come meanwhile are told as
 * one.
 */
final class Values {
    private final ConcurrentHashMap<EntityId, Value> watched = new ConcurrentHashMap<>();

    /** Of those that nobody watches yet, as long as somebody holds them. */
    private final Cache<EntityId, Shared<?>> seen = Caffeine.newBuilder().weakValues().build();

    private final ClusterEntities source;
    private final Executor executor;

    Values(ClusterEntities source, Executor executor) {
        this.source = source;
        this.executor = executor;
    }

    private final class Value {
        final EntityId id;
        final Set<Watcher> watchers = ConcurrentHashMap.newKeySet(1);
        private volatile Shared<?> current;
        final AtomicBoolean telling = new AtomicBoolean();
        final ConcurrentLinkedQueue<Waiting> waiting = new ConcurrentLinkedQueue<>();
        volatile long told;

        Value(EntityId id, Shared<?> first) {
            this.id = id;
            this.current = first;
            this.told = first.version();
        }

        void offer(Shared<?> next) {
            synchronized (this) {
                if (next.version() <= current.version()) return;
                current = next;
            }
            tell();
        }

        private void tell() {
            if (!telling.getAndSet(true)) executor.execute(this::drain);
        }

        private void drain() {
            long version = current.version();
            if (version > told) {
                told = version;
                for (Watcher watcher : watchers) watcher.changed(id);
            }
            waiting.removeIf(
                    each -> {
                        if (current.version() >= each.version()) each.future().complete(null);
                        return each.future().isDone();
                    });
            telling.set(false);
            if (current.version() > told) tell();
        }
    }

    private record Waiting(long version, CompletableFuture<Void> future) {}

    /** Completes when the value is at least so new; at once where nobody watches. */
    CompletableFuture<Void> reached(EntityId id, long version) {
        Value value = watched.get(id);
        CompletableFuture<Void> reached = new CompletableFuture<>();
        if (value == null || value.current.version() >= version) {
            reached.complete(null);
            return reached;
        }
        value.waiting.add(new Waiting(version, reached));
        if (value.current.version() >= version) reached.complete(null);
        return reached;
    }

    /** The newest value; null when no page of this node watches the entity. */
    @Nullable Shared<?> current(EntityId id) {
        Value value = watched.get(id);
        return value == null ? null : value.current;
    }

    boolean isWatched(EntityId id) {
        return watched.containsKey(id);
    }

    /** This version as the one object that all pages of this node hold. */
    Shared<?> shared(EntityId id, Object state, long version) {
        return seen.asMap()
                .merge(
                        id,
                        Shared.of(id, state, version),
                        (known, next) -> next.version() > known.version() ? next : known);
    }

    /** From now on {@code watcher} is told of values newer than this one. */
    void watch(Shared<?> shown, EntityId id, Watcher watcher) {
        boolean[] first = new boolean[1];
        Value value =
                watched.compute(
                        id,
                        (same, present) -> {
                            first[0] = present == null;
                            Value now = present == null ? new Value(same, shown) : present;
                            now.watchers.add(watcher);
                            return now;
                        });
        if (first[0]) source.watch(id, shown.version());
        else if (value.current.version() > shown.version()) watcher.changed(id);
        else value.offer(shown);
    }

    void unwatch(EntityId id, Watcher watcher) {
        Value left =
                watched.computeIfPresent(
                        id,
                        (same, value) -> {
                            value.watchers.remove(watcher);
                            return value.watchers.isEmpty() ? null : value;
                        });
        if (left == null) source.unwatch(id);
    }

    /** A value that came into being. */
    void changed(EntityId id, Object state, long version) {
        Value value = watched.get(id);
        if (value != null && value.current.version() < version)
            value.offer(shared(id, state, version));
    }
}
