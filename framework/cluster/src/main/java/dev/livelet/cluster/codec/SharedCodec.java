package dev.livelet.cluster.codec;

import dev.livelet.EntityId;
import dev.livelet.Shared;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * How shared values travel: by their entity's name and their version, where both nodes get the
 * value itself in another way, else by value. Thread-safe; no method blocks.
 */
public interface SharedCodec {
    SharedCodec BY_VALUE = new SharedCodec() {};

    /** What a value is read for. */
    enum Use {
        /** A page shows this very version: another one would be patched wrongly. */
        SHOWN,
        /** A page goes on with it: a newer one is as good. */
        NEXT
    }

    /** Whether another node finds this version by its entity's name. */
    default boolean isNamed(Shared<?> shared) {
        return false;
    }

    /** A version that another node has named; null where it is not here. */
    default @Nullable Shared<?> find(EntityId entity, long version, Use use) {
        return null;
    }

    /**
     * Gets versions that were not found: completes when they are here, or are not to be had, soon.
     * After that {@link Use#NEXT} finds the newest there is, even if it is older.
     */
    default CompletableFuture<Void> fetch(Map<EntityId, Set<Long>> versions) {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Asks the entities for what they are now: completes when that is here, or not to be had, soon.
     * For a page that has shown more than its copy has, which may be a newer value than is named.
     */
    default CompletableFuture<Void> renew(Set<EntityId> entities) {
        return CompletableFuture.completedFuture(null);
    }

    /** What came by value: the same version as one that this node has already, where it has. */
    default Shared<?> known(Shared<?> read) {
        return read;
    }
}
