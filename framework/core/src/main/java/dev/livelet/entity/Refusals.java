package dev.livelet.entity;

import dev.livelet.EntityId;
import dev.livelet.spi.EntityCall;
import dev.livelet.spi.EntityCall.Outcome;

/**
 * What callers of an entity are told where there is no answer: why, and whether it is certain that
 * nothing was done.
 */
record Refusals(EntityId id, String className) {
    Outcome tooMany() {
        return new Outcome.Refused(id + " has too many calls waiting");
    }

    /**
     * @param done whether the call was, before the failures
     */
    Outcome startsAgain(boolean done) {
        String message = id + " starts again after failures";
        return done ? new Outcome.Unavailable(message) : new Outcome.Refused(message);
    }

    Outcome withdrawn() {
        return new Outcome.Refused(id + " did not get to it in time");
    }

    Outcome forgotten() {
        return new Outcome.Unavailable(id + " has had too many calls since");
    }

    Outcome notRestored() {
        return new Outcome.Unavailable(id + " could not go on from its last state");
    }

    Outcome unknown(EntityCall call) {
        return new Outcome.Failed(
                className
                        + " has no @Call method "
                        + call.method()
                        + " with "
                        + call.arguments().size()
                        + " arguments on this node",
                null);
    }

    Outcome threw(String handler, Throwable e) {
        return new Outcome.Failed(
                handler
                        + " of "
                        + id
                        + " threw "
                        + e.getClass().getSimpleName()
                        + (e.getMessage() == null ? "" : ": " + e.getMessage()),
                e);
    }
}
