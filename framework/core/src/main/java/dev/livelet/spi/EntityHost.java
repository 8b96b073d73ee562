package dev.livelet.spi;

import dev.livelet.EntityId;
import dev.livelet.EntitySettings;
import dev.livelet.Shared;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a node can do with entities: core does it, the cluster says which and when. Thread-safe. */
public interface EntityHost {

    /** The registered types by name: the same on all nodes of one release. */
    Map<String, Kind> kinds();

    /**
     * Runs an entity on this node, until it is sealed, dropped, or ends by itself.
     *
     * @param copy null: made by its {@code create} when the first call comes
     */
    Running run(EntityId id, @Nullable EntityCopy copy, Ownership ownership);

    /** A value that came from the entity's owner, for the pages of this node. */
    void changed(EntityId id, Object state, long version);

    /** The newest value that pages of this node show; null when they show none. */
    @Nullable Shared<?> current(EntityId id);

    /** The object that this node's pages have for this version, or this one from now on. */
    Shared<?> known(Shared<?> version);

    /** Asks the entity for its value, for the pages of this node. */
    void refresh(EntityId id);

    /**
     * A type of entities.
     *
     * @param methods by name, with the types of their arguments and of the answer
     * @param messages what its {@code @OnMessage} handlers take: may be in timers
     */
    record Kind(
            String name,
            Class<?> state,
            EntitySettings settings,
            Map<String, Signature> methods,
            List<Class<?>> messages) {}

    /**
     * @param reply null where the method gives only a state
     */
    record Signature(List<Type> arguments, @Nullable Type reply) {}

    /** An entity that runs here. Thread-safe; no method blocks. */
    interface Running {
        /** {@code answer} runs once, on any thread, after the backup has what was done. */
        void call(EntityCall call, Consumer<EntityCall.Outcome> answer);

        /**
         * The call shall not be done from now on: {@code answer} gets what it led to if it was
         * done, else {@link EntityCall.Outcome.Refused} when the backup knows that, too.
         */
        void withdraw(EntityCall call, Consumer<EntityCall.Outcome> answer);

        /**
         * After a split: puts the other half's state into this one's.
         *
         * @param merged runs in the entity's turn, before the merged state is committed
         * @param done runs when it is released
         */
        void merge(EntityCopy loser, Runnable merged, Runnable done);

        /**
         * No call is taken from now on (they are {@link EntityCall.Outcome.Moved}); {@code last}
         * gets what all those before have led to, null where it was never made.
         */
        void seal(Consumer<@Nullable EntityCopy> last);

        /** Stops without a word; what was not released never will be. */
        void drop();
    }

    /** By what right an entity runs here. Called in the entity's turn; must only enqueue. */
    interface Ownership {
        /** See {@link dev.livelet.EntityContext#epoch}. */
        long epoch();

        /**
         * A handler has succeeded. {@code release} lets out what it did (the value for the pages,
         * the answer, effects): once, in the order of commits, when the backup has the copy and the
         * entity is this node's for certain; never, when it isn't any more.
         */
        void commit(EntityCopy copy, Runnable release);

        /** Whether a page of another node watches it. */
        boolean isWatched();

        /** It has ended by itself: its name is free. */
        void ended();
    }
}
