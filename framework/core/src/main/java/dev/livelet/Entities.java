package dev.livelet;

/** The entities of the cluster, by type and name. Thread-safe. */
public interface Entities {
    /**
     * A way to the entity, which comes into being when it is first called or looked at. Costs
     * nothing.
     *
     * @param name any text, at most 256 characters
     * @throws LiveletException when the type is not registered
     */
    <E extends Entity<S>, S> EntityRef<E, S> get(Class<E> type, String name);
}
