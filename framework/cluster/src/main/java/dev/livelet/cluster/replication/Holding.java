package dev.livelet.cluster.replication;

import org.jspecify.annotations.Nullable;

/**
 * All that this node has of one session. Its monitor guards the fields, and those of the {@link
 * Owned}; it is held shortly, nothing is encoded and nobody is called under it. What decides
 * between owners (promise, commit, taking a copy in) happens under it, so that each is before or
 * after the others.
 */
final class Holding {
    final String session;

    /** No lower epoch is listened to. */
    Epoch promised = Epoch.NONE;

    /** When, for {@link Holdings#sweep}. */
    long promisedAt;

    /** Copies up to this one are of no use any more, also when they come late. */
    Stamp dropped = Stamp.NONE;

    @Nullable Encoded backup;

    /** When the owner of the backup was first missed; 0 while it is there. */
    long orphanSince;

    /** The session runs here, or has until it was fenced: then this is its last copy. */
    @Nullable Owned owned;

    /** Out of the map: look again. */
    boolean gone;

    Holding(String session) {
        this.session = session;
    }

    void promise(Epoch epoch, long now) {
        if (promised.isBefore(epoch)) {
            promised = epoch;
        }
        promisedAt = now;
    }

    /** What this node could give to a claimant. */
    Stamp stamp() {
        if (owned != null && owned.snapshot() != null) {
            return owned.stamp();
        }
        return backup == null ? Stamp.NONE : backup.stamp();
    }

    /** Forgets copies up to this one. The owned session, if it ended by that, else null. */
    @Nullable Owned drop(Stamp limit, long now) {
        promise(limit.epoch(), now);
        if (dropped.compareTo(limit) < 0) {
            dropped = limit;
        }
        if (backup != null && backup.stamp().compareTo(limit) <= 0) {
            backup = null;
        }
        Owned was = owned;
        if (was != null && was.stamp().compareTo(limit) <= 0) {
            owned = null;
            was.fence();
            return was;
        }
        return null;
    }

    @Override
    public String toString() {
        return session
                + " promised "
                + promised
                + (backup == null ? "" : ", backup of " + backup.stamp() + backup.head().members())
                + (owned == null
                        ? ""
                        : (owned.isFenced() ? ", fenced " : ", owned ")
                                + owned.stamp()
                                + owned.members().nodes());
    }
}
