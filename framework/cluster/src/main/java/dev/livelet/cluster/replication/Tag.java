package dev.livelet.cluster.replication;

/** The first byte of each message: what it is. On the wire. */
final class Tag {
    private Tag() {}

    // in frames
    /** A session's copy, or its changes. */
    static final int COPY = 1;

    /** Stamps of copies that were taken in. */
    static final int ACKNOWLEDGED = 2;

    /** The changes did not fit: send it whole. */
    static final int WHOLE = 3;

    /** Frames may have been lost: whatever is not acknowledged comes whole. */
    static final int GAP = 4;

    /** Stamps of the receiver's sessions of which the sender holds copies. */
    static final int DIGEST = 5;

    // signals
    /** Copies up to a stamp are of no use. */
    static final int DROP = 11;

    static final int DROPPED = 12;

    /** A newer epoch was promised. */
    static final int REFUSED = 13;

    // questions, and the answers to them
    static final int CLAIM = 21;
    static final int CHECK = 22;

    /** A copy of a session that runs nowhere, from a node that leaves. */
    static final int ENTRUST = 23;

    static final int PROMISE = 31;
    static final int PROMISE_OF_NOTHING = 32;
    static final int NO_PROMISE = 33;
    static final int CHECKED = 34;
    static final int KEPT = 35;

    // in CHECKED
    static final int FINE = 0;
    static final int NEWER = 1;
    static final int UNKNOWN = 2;
}
