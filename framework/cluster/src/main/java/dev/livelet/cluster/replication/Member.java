package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.NodeId;
import dev.livelet.spi.SessionCopy;

import org.jspecify.annotations.Nullable;

/** A backup of an owned session, as its owner sees it; guarded by the session's lock. */
final class Member {
    /** So often a copy is sent whole though nothing demands it: no error lives for ever. */
    private static final int WHOLE_EVERY = 512;

    final NodeId node;

    /** What it was sent last, null if it must be sent the whole. */
    private @Nullable Base sent;

    private long acknowledged;
    private int changesSent;
    private int late;

    Member(NodeId node) {
        this.node = node;
    }

    /** It is known to have this copy. */
    void has(SessionCopy copy, Stamp stamp) {
        sent = new Base(copy, stamp, null);
    }

    @Nullable Base base() {
        return changesSent < WHOLE_EVERY ? sent : null;
    }

    void sent(Snapshot snapshot) {
        changesSent = base() == null ? 0 : changesSent + 1;
        sent = new Base(snapshot.copy(), snapshot.stamp(), snapshot.members());
    }

    boolean wasSent(Stamp stamp) {
        return sent != null && sent.stamp().equals(stamp);
    }

    void acknowledged(long sequence) {
        acknowledged = Math.max(acknowledged, sequence);
        late = 0;
    }

    long acknowledged() {
        return acknowledged;
    }

    /** Counts how often it was found late since its last word. */
    int late() {
        return ++late;
    }

    void forgetSent() {
        sent = null;
    }
}
