package dev.livelet.spi;

import dev.livelet.Presence;
import dev.livelet.template.CompiledTemplate;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * This node's part in a cluster. The server makes it before anything is served, gives its seams to
 * pub/sub, presence and sessions, and then starts it.
 */
public interface ClusterNode extends AutoCloseable {
    /** Makes a node; nothing is connected yet. Given to the server by the application. */
    @FunctionalInterface
    interface Factory {
        ClusterNode node(Timers timers, Application application);
    }

    /** What all nodes of an application have in common. Thread-safe. */
    interface Application {
        /** Makes a text that {@link #verify} knows again, on any node. */
        String sign(String text);

        /** The text that was signed; empty when it was not. */
        Optional<String> verify(String signed);

        /** Types that may travel as messages: what the views' {@code @OnMessage} handlers take. */
        Collection<Class<?>> messages();

        /** The states of pages, by their views' names: copies of them go to other nodes. */
        default Map<String, Class<?>> states() {
            return Map.of();
        }

        /** The template of this number that views reach; null if there is none. */
        @Nullable CompiledTemplate<?> template(int id);
    }

    /** What the cluster brings to this node's own parts. */
    interface Host {
        /** To this node's subscribers only. */
        void deliver(String topic, Object message);

        /** Entries of other nodes' sessions came and went. */
        void merge(Presence.Change remote);

        /**
         * A later run of this node has taken its place, and this one is out of the cluster for
         * good: what it still serves, no other node knows of.
         */
        default void replaced() {
            // who serves nothing need not stop
        }
    }

    String name();

    ClusterPubSub pubSub();

    ClusterPresence presence();

    Replication replication();

    ClusterEntities entities();

    /** Joins the cluster; returns when this node is a member. Blocks. */
    void start(Host host);

    /**
     * Plays something on two nodes that know each other and nobody else, so that the first pages
     * don't wait for what a program does only once. While this node starts. Blocks.
     */
    default void rehearse(Play play) {
        // who has nothing to rehearse is ready
    }

    /** What is rehearsed. */
    @FunctionalInterface
    interface Play {
        void on(Replication first, Replication second, Timers timers);
    }

    /**
     * The node is going away: tells the others, and returns when all its sessions are in other
     * hands or the time is over.
     *
     * @return sessions that could not be handed over
     */
    int leave(Duration within);

    /**
     * What the node counts and measures, by a name in lower case with underscores, for those who
     * operate it: among others {@code entities} that run here, {@code copies} kept for other nodes,
     * {@code replication_lag_ms} (the age of the oldest change that not all members have), {@code
     * under_replicated} sessions. Called often, by any thread.
     */
    default Map<String, Long> figures() {
        return Map.of();
    }

    /** Leaves the cluster. Idempotent. */
    @Override
    void close();
}
