package dev.livelet.cluster.link;

import dev.livelet.LiveletException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/**
 * Two nodes of one name cannot both be members: copies are placed by names. A node that joins and
 * finds its name taken asks whoever has it. If that one answers, the newcomer refuses itself; if it
 * does not, it may be this node's last run, whose death is not noticed yet, and is waited for.
 */
final class Namesake {
    private static final byte JOINED = 1;
    private static final Duration ANSWER = Duration.ofMillis(500);

    private volatile boolean joined;

    /** This node is a member for good: who asks is told to go. */
    void joined() {
        joined = true;
    }

    byte[] state() {
        return new byte[] {joined ? JOINED : 0};
    }

    /** Blocks until no other node of this name is a member. */
    void refuse(Link link, Roster roster, String cluster, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        for (NodeId twin = roster.twin(); twin != null; twin = roster.twin()) {
            Boolean settled = ask(link, twin);
            if (settled != null && !settled && twin.incarnation() > link.self().incarnation())
                return; // it joins too, later, and gives way
            if (settled != null || System.nanoTime() > deadline)
                throw new LiveletException(
                        "The cluster "
                                + cluster
                                + " has a node named "
                                + twin.name()
                                + " already ("
                                + roster.address(twin)
                                + (settled == null
                                        ? ", which is silent but a member"
                                        : ", which answers")
                                + "). Names decide which node keeps which copy, so each may be"
                                + " there once: give this node another one with"
                                + " -Dlivelet.cluster.node, LIVELET_CLUSTER_NODE or"
                                + " JGroups.node(...).");
            LockSupport.parkNanos(100_000_000L);
        }
    }

    /** Whether it is a member for good; null when it is silent. */
    private static @Nullable Boolean ask(Link link, NodeId twin) {
        try {
            byte[] state = link.ask(twin, Channel.LINK, new byte[0], ANSWER).join();
            return state.length == 1 && state[0] == JOINED;
        } catch (CompletionException _) {
            return null;
        }
    }
}
