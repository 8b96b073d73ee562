package dev.livelet.entity;

/** A handler's transaction, of a view or of an entity, as calls that come from it see it. */
public interface Caller {
    /** Runs {@code effect} when the transaction has succeeded. */
    void afterwards(Runnable effect);

    /** A name for the next call: the same when the handler runs again for the same event. */
    String nextCallId();
}
