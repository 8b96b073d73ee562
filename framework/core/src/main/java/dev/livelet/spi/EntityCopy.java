package dev.livelet.spi;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All that another node needs to go on with an entity. Immutable; the state is held by reference.
 *
 * @param version grows with each change of the state, over nodes and over restarts
 * @param timers that are armed; the same list until something changes
 * @param done the last calls, oldest first, so that none is done twice
 */
public record EntityCopy(long version, Object state, List<Timer> timers, List<Done> done) {

    /**
     * A named timer.
     *
     * @param due by the clock on the wall, as nodes share no other
     * @param period null for one that fires once
     */
    public record Timer(String name, Instant due, @Nullable Duration period, Object message) {}

    /**
     * A call that is not to be done again.
     *
     * @param method whose answer is remembered; empty where there is none to remember
     * @param reply null where there is none
     * @param withdrawn it was never done, and is not to be done at all
     */
    public record Done(String callId, String method, @Nullable Object reply, boolean withdrawn) {

        /** One that took effect and needs no answer but the state. */
        public static Done of(String callId) {
            return new Done(callId, "", null, false);
        }

        /** One that took effect, with what it was answered. */
        public static Done of(String callId, String method, @Nullable Object reply) {
            return new Done(callId, method, reply, false);
        }

        /** One that its caller has given up before it was done. */
        public static Done withdrawn(String callId) {
            return new Done(callId, "", null, true);
        }
    }
}
