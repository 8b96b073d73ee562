package dev.livelet.cluster.entity;

import dev.livelet.EntityId;
import dev.livelet.Shared;
import dev.livelet.cluster.codec.SharedCodec;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * {@link SharedValues} for codecs that are made before the node starts; until then none is named.
 */
final class NamedValues implements SharedCodec {
    private volatile @Nullable SharedValues started;

    void start(SharedValues values) {
        started = values;
    }

    private SharedCodec values() {
        SharedValues values = started;
        return values == null ? BY_VALUE : values;
    }

    @Override
    public boolean isNamed(Shared<?> shared) {
        return values().isNamed(shared);
    }

    @Override
    public @Nullable Shared<?> find(EntityId entity, long version, Use use) {
        return values().find(entity, version, use);
    }

    @Override
    public CompletableFuture<Void> fetch(Map<EntityId, Set<Long>> versions) {
        return values().fetch(versions);
    }

    @Override
    public CompletableFuture<Void> renew(Set<EntityId> entities) {
        return values().renew(entities);
    }

    /** See {@link SharedValues#lost}. */
    long lost() {
        SharedValues values = started;
        return values == null ? 0 : values.lost();
    }
}
