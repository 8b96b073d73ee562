package dev.livelet;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * A value that many pages show: one object in the JVM, held by reference from each of their states,
 * never copied for one. A page whose state has another version of it than before is patched; where
 * the versions are the same nothing inside is looked at. Two of them are equal only when they are
 * the same. Immutable and thread-safe, if the value is.
 *
 * <p>One that is the state of an {@link Entity} ({@link EntityRef#value}) is watched by the pages
 * that have it in their states, at any depth: each change of the entity replaces it there.
 *
 * @param <T> an immutable type
 */
public final class Shared<T> {
    private final T value;
    private final long version;
    private final @Nullable EntityId entity;

    private Shared(T value, long version, @Nullable EntityId entity) {
        this.value = value;
        this.version = version;
        this.entity = entity;
    }

    /** The first version. */
    public static <T> Shared<T> of(T value) {
        return new Shared<>(value, 1, null);
    }

    /** A version of an entity's state, for those who carry it between nodes. */
    public static <T> Shared<T> of(EntityId entity, T value, long version) {
        return new Shared<>(value, version, entity);
    }

    /** A version as another node has it. */
    public static <T> Shared<T> of(T value, long version) {
        return new Shared<>(value, version, null);
    }

    public T value() {
        return value;
    }

    /**
     * Grows with each change: by one, from 1, for a value of the application's own; of an entity
     * two different states never have the same.
     */
    public long version() {
        return version;
    }

    /** The next version, of no entity; this one where the value is the same object. */
    public Shared<T> with(T next) {
        return next == value ? this : new Shared<>(next, version + 1, null);
    }

    /** Whose state this is; empty for a value of the application's own. */
    public Optional<EntityId> entity() {
        return Optional.ofNullable(entity);
    }

    @Override
    public String toString() {
        return "Shared[version=" + version + ", " + value + "]";
    }
}
