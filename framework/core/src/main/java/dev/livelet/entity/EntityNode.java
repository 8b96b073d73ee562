package dev.livelet.entity;

import dev.livelet.Entities;
import dev.livelet.Entity;
import dev.livelet.EntityId;
import dev.livelet.EntityRef;
import dev.livelet.LiveletException;
import dev.livelet.Shared;
import dev.livelet.spi.ClusterEntities;
import dev.livelet.spi.EntityCall;
import dev.livelet.spi.EntityCopy;
import dev.livelet.spi.EntityHost;

import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The entities as this node sees them: the registered types, ways to call, and the values that its
 * pages show. Where an entity runs is the business of {@link ClusterEntities}. Thread-safe.
 */
public final class EntityNode implements Entities, EntityHost {
    private static final int LONGEST_NAME = 256;

    private final Map<Class<?>, EntityType<?>> byClass = new LinkedHashMap<>();
    private final Map<String, EntityType<?>> byName = new LinkedHashMap<>();
    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private final ClusterEntities cluster;
    private final Surroundings around;
    private final Values values;
    private final Versions versions = new Versions(new SecureRandom().nextInt(Versions.MARKS));
    private final String prefix = Long.toString(new SecureRandom().nextLong() >>> 1, 36);
    private final AtomicLong calls = new AtomicLong();

    /**
     * @throws LiveletException when two types have one name
     */
    public EntityNode(
            Collection<EntityType<?>> types, ClusterEntities cluster, Surroundings around) {
        for (EntityType<?> type : types) {
            byClass.put(type.entity().getClass(), type);
            EntityType<?> same = byName.putIfAbsent(type.kind().name(), type);
            if (same != null)
                throw new LiveletException(
                        "The entities "
                                + same.entity().getClass().getName()
                                + " and "
                                + type.entity().getClass().getName()
                                + " are both called \""
                                + type.kind().name()
                                + "\" among nodes: give one another typeName()");
            kinds.put(type.kind().name(), type.kind());
        }
        this.cluster = cluster;
        this.around = around;
        this.values = new Values(cluster, around.executor());
        cluster.host(this);
    }

    Surroundings around() {
        return around;
    }

    Versions versions() {
        return versions;
    }

    Values values() {
        return values;
    }

    ClusterEntities cluster() {
        return cluster;
    }

    @Override
    public <E extends Entity<S>, S> EntityRef<E, S> get(Class<E> type, String name) {
        return get(type, name, new Outside());
    }

    /** A way to an entity from within a handler. */
    public <E extends Entity<S>, S> EntityRef<E, S> get(Class<E> type, String name, Caller caller) {
        EntityType<?> known = byClass.get(type);
        if (known == null)
            throw new LiveletException(
                    "The entity "
                            + type.getName()
                            + " is not registered: add Livelet.create().entity(new "
                            + type.getSimpleName()
                            + "(…))");
        if (name.isEmpty() || name.length() > LONGEST_NAME)
            throw new LiveletException(
                    "An entity's name has 1 to "
                            + LONGEST_NAME
                            + " characters; this "
                            + type.getSimpleName()
                            + "'s has "
                            + name.length());
        return new Reference<>(this, known, new EntityId(known.kind().name(), name), caller);
    }

    @Override
    public @Nullable Shared<?> current(EntityId id) {
        return values.current(id);
    }

    /** A value for a state that came from another node without it. Blocks while it is fetched. */
    public Shared<?> value(EntityId id) {
        Shared<?> current = values.current(id);
        if (current != null) return current;
        EntityType<?> type = byName.get(id.type());
        if (type == null) throw new LiveletException("No entity is called " + id.type() + " here");
        Reference<?, ?> found = new Reference<>(this, type, id, new Outside());
        return found.value();
    }

    /** A page has this value in its state: it is told of newer ones. */
    public void watch(Shared<?> shown, Watcher watcher) {
        shown.entity().ifPresent(id -> values.watch(shown, id, watcher));
    }

    public void unwatch(EntityId id, Watcher watcher) {
        values.unwatch(id, watcher);
    }

    /** Whether the entity has a handler for such messages. */
    boolean takes(EntityId id, Object message) {
        EntityType<?> type = byName.get(id.type());
        return type != null && type.message(message) != null;
    }

    boolean isWatched(EntityId id) {
        return values.isWatched(id);
    }

    @Override
    public Map<String, Kind> kinds() {
        return Map.copyOf(kinds);
    }

    @Override
    public Running run(EntityId id, @Nullable EntityCopy copy, Ownership ownership) {
        EntityType<?> type = byName.get(id.type());
        if (type == null) throw new LiveletException("No entity is called " + id.type() + " here");
        EntityActor actor = new EntityActor(this, id, type, copy, ownership);
        actor.start();
        return actor;
    }

    @Override
    public void changed(EntityId id, Object state, long version) {
        values.changed(id, state, version);
    }

    @Override
    public Shared<?> known(Shared<?> version) {
        EntityId id = version.entity().orElse(null);
        if (id == null) return version;
        Shared<?> current = values.current(id);
        if (current == null) current = values.shared(id, version.value(), version.version());
        return current.version() == version.version() ? current : version;
    }

    @Override
    public void refresh(EntityId id) {
        EntityType<?> type = byName.get(id.type());
        if (type == null) return;
        Duration timeout = type.settings().timeout();
        cluster.send(
                new EntityCall(
                        id,
                        newCallId(),
                        EntityCall.FIND,
                        java.util.List.of(),
                        EntityCall.Wants.STATE,
                        timeout),
                outcome -> {
                    if (outcome instanceof EntityCall.Outcome.Done done && done.state() != null)
                        changed(id, done.state(), done.version());
                });
    }

    /** A name that no other call has. */
    public String newCallId() {
        return prefix + "-" + calls.incrementAndGet();
    }

    /** No handler: calls leave at once. */
    private final class Outside implements Caller {
        @Override
        public void afterwards(Runnable effect) {
            effect.run();
        }

        @Override
        public String nextCallId() {
            return newCallId();
        }
    }
}
