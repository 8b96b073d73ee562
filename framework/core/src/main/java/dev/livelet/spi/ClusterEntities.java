package dev.livelet.spi;

import dev.livelet.EntityId;

import java.util.function.Consumer;

/**
 * The way of entities to other nodes: finds the one owner of each, and carries calls and values.
 * Without a cluster {@link dev.livelet.entity.SoleOwner} is it. Thread-safe; no method blocks.
 */
public interface ClusterEntities {
    /** Called once, before anything else. */
    void host(EntityHost host);

    /**
     * Hands a call to the entity's owner, wherever it is, and tries again while that moves.
     *
     * @param answer runs once, on any thread, with anything but {@link EntityCall.Outcome.Moved}
     */
    void send(EntityCall call, Consumer<EntityCall.Outcome> answer);

    /**
     * The caller's time is over: whoever has the entity says what became of the call, and if that
     * was nothing it stays so.
     *
     * @param call the very one that was sent
     * @param answer gets it, on any thread, if the one that {@link #send} was given doesn't
     */
    void withdraw(EntityCall call, Consumer<EntityCall.Outcome> answer);

    /**
     * A page of this node shows this entity at this version: from now on {@link EntityHost#changed}
     * is called for each newer one.
     */
    void watch(EntityId id, long version);

    /** No page of this node shows it any more. */
    void unwatch(EntityId id);
}
