package dev.livelet.entity;

import dev.livelet.Entity;
import dev.livelet.LiveletException;

/**
 * What the program has written for an entity, called within a turn: there {@code context()}
 * answers, and the next state is checked. Confined to the entity's turn.
 */
final class EntityCode {
    private final EntityType<?> type;

    EntityCode(EntityType<?> type) {
        this.type = type;
    }

    /** From a state to the next one, or to a {@link dev.livelet.Reply}. */
    interface Body {
        Object run(Object state) throws Throwable;
    }

    /** Runs a handler; the turn is over afterwards. */
    Object handle(EntityTurn turn, Body body, Object state) throws Exception {
        return ScopedValue.where(Contexts.CURRENT, turn).call(() -> called(body, state));
    }

    private static Object called(Body body, Object state) throws Exception {
        try {
            return body.run(state);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new LiveletException("A handler threw " + e, e);
        }
    }

    Object create(EntityTurn turn, String name) throws Exception {
        Object first =
                ScopedValue.where(Contexts.CURRENT, turn).call(() -> type.entity().create(name));
        return type.commit(first, null, "create");
    }

    Object restored(Object before) {
        return entity().restored(before);
    }

    Object merge(EntityTurn turn, Object winner, Object loser) throws Exception {
        Object both =
                ScopedValue.where(Contexts.CURRENT, turn).call(() -> entity().merge(winner, loser));
        return type.commit(both, winner, "merge");
    }

    void terminate(Object state, String reason) {
        entity().terminate(state, reason);
    }

    @SuppressWarnings("unchecked") // an entity's own states only
    private Entity<Object> entity() {
        return (Entity<Object>) type.entity();
    }
}
