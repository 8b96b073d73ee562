package dev.livelet.cluster.replication;

import dev.livelet.spi.Replication;

/**
 * The rules that everything hangs on. Tests take one away, to see that they would find it missing;
 * nothing outside this package can.
 */
class Rules {
    static final Rules STRICT = new Rules();

    /** Who has promised a session to a newer epoch takes nothing from an older one any more. */
    boolean fences() {
        return true;
    }

    /** The page has forgotten the events that it was told to be safe: a copy should have them. */
    boolean isSafe(CopyHead copy, Replication.Claim claim) {
        return copy.answered() >= claim.durable();
    }

    /**
     * What the page has seen and what it was told to be safe must be in a copy that it goes on
     * from. Numbers alone don't say so: both sides of a split may have counted on.
     */
    boolean isWitnessed(CopyHead copy, Replication.Claim claim, Where where) {
        return copy.sent() >= claim.seen()
                && copy.answered() >= claim.durable()
                && !copy.stamp().epoch().isBefore(where.epoch());
    }
}
