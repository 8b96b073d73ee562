package dev.livelet.cluster.entity;

/**
 * The rules that a majority hangs on. Tests take one away, to see that they would find it missing;
 * nothing outside this package can.
 */
class Rules {
    static final Rules STRICT = new Rules();

    /** What was done leaves only while its owner has the leases of a majority. */
    boolean checksLeases() {
        return true;
    }

    /** The vote of a node that has forgotten what it had counts only when that is of no matter. */
    boolean mindsRestarts() {
        return true;
    }

    /** What was done leaves only when a majority has the state. */
    boolean awaitsBackups() {
        return true;
    }
}
