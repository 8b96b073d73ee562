package dev.livelet.cluster.entity;

import dev.livelet.EntityId;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

/** What tests look at in a node's part of entities, on the one thread of the simulation. */
record Inside(EntityCluster cluster) {
    private EntityCluster.Parts parts() {
        return cluster.parts();
    }

    /** The entities that run here. */
    Set<EntityId> running() {
        Set<EntityId> running = new TreeSet<>(Comparator.comparing(EntityId::toString));
        for (Owned shard : parts().ownership().all())
            for (OwnedEntity entity : shard.entities()) if (entity.runs()) running.add(entity.id());
        return running;
    }

    /** Who has the entity's shard, as this node knows it. */
    @Nullable Assignment assignment(EntityId id) {
        return parts().table().get(cluster.shard(id));
    }

    /** The name of the node that this one takes for the shard's. */
    String target(int shard) {
        return parts().table().target(shard).name();
    }

    /** An entity that this node owns. */
    @Nullable OwnedEntity owned(EntityId id) {
        Owned mine = parts().ownership().find(cluster.shard(id));
        return mine == null ? null : mine.find(id);
    }

    /** Whether there is nothing that this node may have forgotten. */
    boolean isWhole() {
        return parts().memory().isWhole();
    }

    Outbox outbox() {
        return parts().around().outbox();
    }

    /** As if its ring had been full. */
    void forgetValues() {
        parts().around().ring().clear();
    }
}
