package dev.livelet.spi;

import dev.livelet.EntityId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Something that an entity is asked for, from wherever in the cluster.
 *
 * @param callId the same when it is tried again: an entity does nothing twice
 * @param method of the entity's class; {@link #FIND} only wants the entity to be there
 * @param wants what the answer shall bring
 * @param timeout for an answer, tries included; then it is withdrawn
 */
public record EntityCall(
        EntityId id,
        String callId,
        String method,
        List<@Nullable Object> arguments,
        Wants wants,
        Duration timeout) {

    /** What a caller does with the answer. */
    public enum Wants {
        /** Nothing: it is not remembered what the call was answered, only that it was done. */
        NOTHING,
        REPLY,

        /** Also the state after the call, from another node too. */
        STATE
    }

    /** Finds the entity, or makes it. */
    public static final String FIND = "";

    public EntityCall {
        arguments = Collections.unmodifiableList(new ArrayList<>(arguments));
    }

    /** What became of it. */
    public sealed interface Outcome {
        /**
         * It took effect, and the entity's backup has the state.
         *
         * @param reply null for a method that gives only a state
         * @param state after the call; may be missing where it was not asked for
         */
        record Done(@Nullable Object reply, long version, @Nullable Object state)
                implements Outcome {}

        /** The handler threw, here or on another node. */
        record Failed(String message, @Nullable Throwable cause) implements Outcome {}

        /** It cannot be known whether it took effect. */
        record Unavailable(String message) implements Outcome {}

        /** It had no effect here, and will have none. */
        record Refused(String message) implements Outcome {}

        /**
         * The entity is not here (any more): to be tried again by whoever routes calls.
         *
         * @param taken whether it may have been done before the entity moved
         */
        record Moved(boolean taken) implements Outcome {}
    }
}
