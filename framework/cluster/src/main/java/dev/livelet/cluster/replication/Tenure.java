package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.NodeId;
import dev.livelet.spi.Replication;
import dev.livelet.spi.SessionCopy;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * A session's actor in possession of an {@link Owned}: the last one that took it. An actor that was
 * made after an earlier claim, and was slow about it, holds nothing.
 */
final class Tenure implements Replication.Ownership {
    /** What became of a commit. */
    enum Outcome {
        REFUSED,
        RELEASED,
        HELD
    }

    private final Node node;
    private final Holding holding;
    private final Owned owned;
    private final Replication.Owner owner;

    /** The last copy; the session's turn only. */
    private @Nullable SessionCopy committed;

    Tenure(Node node, Holding holding, Owned owned, Replication.Owner owner) {
        this.node = node;
        this.holding = holding;
        this.owned = owned;
        this.owner = owner;
    }

    Replication.Owner owner() {
        return owner;
    }

    /** What the owner is to be told first. */
    void begin() {
        owned.calls().run();
    }

    @Override
    public boolean commit(SessionCopy copy, Runnable release) {
        node.pauses.look();
        Outcome outcome;
        synchronized (holding) {
            outcome = owned.commit(this, copy, release);
        }
        if (outcome == Outcome.REFUSED) {
            node.counts.add(Count.COMMITS_FENCED);
            return false;
        }
        node.counts.add(Count.COMMITS);
        if (outcome == Outcome.RELEASED) {
            release.run();
        }
        if (copy != committed) {
            committed = copy;
            owned.wakeMembers();
        } else {
            owned.calls().run();
        }
        return true;
    }

    @Override
    public int durable() {
        synchronized (holding) {
            return owned.releases().tellDurable();
        }
    }

    @Override
    public String where() {
        String where;
        synchronized (holding) {
            where = owned.where();
        }
        return node.seal.sign(where);
    }

    @Override
    public void end() {
        Map<NodeId, Stamp> drops;
        synchronized (holding) {
            drops = owned.end(this);
        }
        drops.forEach((to, limit) -> Signals.drop(node, to, holding.session, limit));
    }
}
