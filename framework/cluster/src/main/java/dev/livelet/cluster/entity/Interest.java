package dev.livelet.cluster.entity;

import dev.livelet.EntityId;
import dev.livelet.cluster.link.NodeId;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The entities that pages of this node show: their owners are told again and again, and send each
 * newer value.
 */
final class Interest {
    private static final long LASTS = Duration.ofSeconds(6).toNanos();

    private final Around around;
    private final ShardTable table;
    private final Ownership ownership;
    private final ToIntFunction<EntityId> shards;
    private final Map<EntityId, Long> shown = new HashMap<>();

    Interest(Around around, ShardTable table, Ownership ownership, ToIntFunction<EntityId> shards) {
        this.around = around;
        this.table = table;
        this.ownership = ownership;
        this.shards = shards;
    }

    void watch(EntityId id, long version) {
        shown.put(id, version);
        if (table.target(shards.applyAsInt(id)).equals(around.self())) around.host().refresh(id);
        else tell(Map.of(id, version));
    }

    void unwatch(EntityId id) {
        shown.remove(id);
    }

    boolean has(EntityId id) {
        return shown.containsKey(id);
    }

    /** Tells the owners again. */
    void renew() {
        tell(shown);
    }

    private void tell(Map<EntityId, Long> versions) {
        Map<NodeId, Map<EntityId, Long>> byOwner = new LinkedHashMap<>();
        versions.forEach(
                (id, version) ->
                        byOwner.computeIfAbsent(
                                        table.target(shards.applyAsInt(id)),
                                        node -> new LinkedHashMap<>())
                                .put(id, version));
        byOwner.forEach(
                (owner, some) -> {
                    if (!owner.equals(around.self()))
                        around.outbox().put(owner, some.keySet(), new Message.Watching(some));
                });
    }

    void watching(NodeId from, Map<EntityId, Long> versions) {
        versions.forEach(
                (id, version) -> {
                    Owned mine = ownership.find(shards.applyAsInt(id));
                    OwnedEntity entity = mine == null ? null : mine.find(id);
                    if (entity != null) entity.watchedBy(from, version, around.now() + LASTS);
                });
    }

    void value(Message.Value value) {
        Long known = shown.get(value.id());
        if (known == null || known >= value.version()) return;
        Object state = around.codec().state(value.id().type(), value.state());
        shown.put(value.id(), value.version());
        around.ring().put(value.id(), value.version(), value.state(), true);
        around.host().changed(value.id(), state, value.version());
    }
}
