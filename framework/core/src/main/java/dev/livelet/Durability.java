package dev.livelet;

/** What a page may lose when its node dies, in a cluster. */
public enum Durability {
    /** A patch leaves at once: after a crash the page may step back by what was under way. */
    ASYNC,

    /**
     * A patch leaves when the session's backups have the state that it shows: what was seen is
     * never lost by one crash. It costs a round trip between nodes for each turn.
     */
    SYNC
}
