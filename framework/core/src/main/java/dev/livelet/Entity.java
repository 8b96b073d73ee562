package dev.livelet;

/**
 * A named object of which the cluster has exactly one: a chat room, a game, a stock. One stateless
 * object per type is registered ({@code Livelet.create().entity(new Room(store))}); each name has a
 * state of its own, an immutable record, and {@link Call} methods that take it and give the next
 * one. It comes into being when it is first asked for.
 *
 * <pre>{@code
 * public final class Room implements Entity<Room.State> {
 *     public record State(List<Message> messages) {}
 *
 *     @Override public State create(String name) { return new State(store.latest(name)); }
 *
 *     @Call State post(State room, Message message) { … }
 * }
 * }</pre>
 *
 * <p>Handlers of one entity run one at a time on a virtual thread, so they may block; those of
 * different names run at the same time. A handler is a transaction: if it throws, the state is as
 * before and what it asked of its {@link #context} is not done. Pages see a state, callers get
 * their answer, and effects happen, only when the entity's backup has the state too: what was seen
 * survives the loss of a node.
 *
 * @param <S> the state: a record of immutable values
 */
public interface Entity<S> {

    /** The first state of the one with this name; runs on the node that will own it. */
    S create(String name);

    /**
     * The entity goes on from its last state: on another node because its own was lost, left or had
     * better things to do, or after it failed too often. Its timers are armed again by themselves.
     */
    default S restored(S state) {
        return state;
    }

    /**
     * After a split of the cluster both halves had this entity; now there is one again. Only with
     * {@link EntitySettings#available}. Must not depend on anything but its arguments.
     *
     * @param winner the state of the half whose owner stays
     * @param loser the state of the other half, whose changes since the split are lost but for what
     *     this keeps
     */
    default S merge(S winner, S loser) {
        return winner;
    }

    /**
     * The entity has ended, by {@link EntityContext#end} or because nobody needed it: runs once,
     * where it was. Its state is gone after this. Not called when a node is lost.
     */
    default void terminate(S state, String reason) {}

    /** How entities of this type live: what a split does to them, when they are forgotten. */
    default EntitySettings settings() {
        return EntitySettings.available();
    }

    /** The type's name among nodes: must not change as long as nodes with the old one run. */
    default String typeName() {
        return getClass().getSimpleName();
    }

    /**
     * What the handler that runs now can do besides giving a state.
     *
     * @throws LiveletException outside a handler
     */
    default EntityContext context() {
        return dev.livelet.entity.Contexts.current(this);
    }
}
