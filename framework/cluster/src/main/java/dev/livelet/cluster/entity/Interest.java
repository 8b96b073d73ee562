package dev.livelet.cluster.entity;

import dev.livelet.EntityId;
import dev.livelet.cluster.link.NodeId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The entities that pages of this node show: their owners are told again and again, and send each
 * newer value.
 */
final class Interest {
    private static final Logger log = LoggerFactory.getLogger(Interest.class);
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
        Map<NodeId, List<Message.Shown>> byOwner = new LinkedHashMap<>();
        versions.forEach(
                (id, version) ->
                        byOwner.computeIfAbsent(
                                        table.target(shards.applyAsInt(id)),
                                        node -> new ArrayList<>())
                                .add(new Message.Shown(id, version, base(id, version))));
        byOwner.forEach(
                (owner, some) -> {
                    if (owner.equals(around.self())) return;
                    List<EntityId> key = some.stream().map(Message.Shown::id).toList();
                    around.outbox().put(owner, key, new Message.Watching(some));
                });
    }

    private long base(EntityId id, long version) {
        return around.ring().find(id, version) == null ? 0 : version;
    }

    void watching(NodeId from, List<Message.Shown> values) {
        for (Message.Shown shown : values) {
            OwnedEntity entity = owned(shown.id());
            if (entity == null) continue;
            long until = around.now() + LASTS;
            entity.watchedBy(from, shown.version(), shown.base(), until);
        }
    }

    private @Nullable OwnedEntity owned(EntityId id) {
        Owned mine = ownership.find(shards.applyAsInt(id));
        return mine == null ? null : mine.find(id);
    }

    void acknowledged(NodeId from, Message.Have have) {
        OwnedEntity entity = owned(have.id());
        if (entity != null) entity.shownBy(from, have.version());
    }

    void value(NodeId from, Message.Value value) {
        EntityId id = value.id();
        Long known = shown.get(id);
        if (known == null || known >= value.version()) return;
        Object state = around.codec().state(id.type(), value.state());
        shown.put(id, value.version());
        around.ring().put(id, value.version(), value.state(), true);
        around.host().changed(id, state, value.version());
        around.outbox().put(from, List.of("have", id), new Message.Have(id, value.version()));
    }

    /** Where the value is not here that it is against, the owner is asked for the whole. */
    void value(NodeId from, Message.NextValue next) {
        EntityId id = next.id();
        Long known = shown.get(id);
        if (known == null || known >= next.version()) return;
        byte[] state = state(next);
        if (state != null) {
            value(from, new Message.Value(id, next.version(), state));
        } else {
            Message.Shown whole = new Message.Shown(id, known, 0);
            around.outbox().put(from, List.of(id), new Message.Watching(List.of(whole)));
        }
    }

    private byte @Nullable [] state(Message.NextValue next) {
        Ring.Entry base = around.ring().find(next.id(), next.base());
        if (base == null) return null;
        try {
            return Delta.apply(base.state(), next.state());
        } catch (Bytes.Malformed e) {
            log.warn("A value of {} is against something else: {}", next.id(), e.getMessage());
            return null;
        }
    }
}
