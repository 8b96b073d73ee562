package dev.livelet.cluster.replication;

/** How long a session's members have been behind its owner. Guarded by the session's lock. */
final class Lag {
    /** When a commit came that not all members have had; 0 while they have all. */
    private long since;

    void see(boolean behind, long now) {
        if (!behind) {
            since = 0;
        } else if (since == 0) {
            since = now;
        }
    }

    /** In nanoseconds. */
    long at(long now) {
        return since == 0 ? 0 : now - since;
    }
}
