package dev.livelet.server;

import dev.livelet.entity.EntityType;
import dev.livelet.session.Rehearsal;
import dev.livelet.session.SessionServices;
import dev.livelet.session.SessionSettings;
import dev.livelet.spi.ClusterNode;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/** This server's part in a cluster, if it has one: else all of this does nothing. */
final class ClusterPart implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterPart.class);

    private final ClusterNode.@Nullable Factory factory;
    private final ClusterNode.Application application;
    private @Nullable ClusterNode node;

    ClusterPart(ClusterNode.@Nullable Factory factory, ClusterNode.Application application) {
        this.factory = factory;
        this.application = application;
    }

    SessionServices services(SessionSettings settings, Collection<EntityType<?>> entities) {
        if (factory == null) return SessionServices.of(settings, entities);
        return SessionServices.of(
                settings,
                timers -> {
                    ClusterNode made = factory.node(timers, application);
                    node = made;
                    return made;
                },
                entities);
    }

    /** Joins the cluster, and rehearses meanwhile. */
    void start(ClusterNode.Host host) {
        ClusterNode starting = node;
        if (starting == null) return;
        Thread rehearsal =
                Thread.ofPlatform().name("livelet-rehearsal").start(() -> rehearse(starting));
        starting.start(host);
        await(rehearsal);
        LOG.info("Livelet runs as node {} of a cluster", starting.name());
    }

    /** It only saves time: a node that cannot is a node all the same. */
    private void rehearse(ClusterNode starting) {
        try {
            long begun = System.nanoTime();
            starting.rehearse(
                    (first, second, timers) ->
                            LOG.debug(
                                    "{} in {} ms",
                                    Rehearsal.play(first, second, timers),
                                    (System.nanoTime() - begun) / 1_000_000));
        } catch (RuntimeException e) {
            LOG.warn("The rehearsal failed: this node's first pages will be slow", e);
        }
    }

    private static void await(Thread rehearsal) {
        try {
            rehearsal.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    /** Puts the sessions into other hands; the pages follow when they are told to. */
    void leave(Duration within) {
        if (node == null) return;
        int left = node.leave(within);
        if (left > 0) LOG.warn("{} sessions could not be handed over to another node", left);
    }

    String name() {
        return node == null ? "" : node.name();
    }

    Map<String, Long> figures() {
        return node == null ? Map.of() : node.figures();
    }

    @Override
    public void close() {
        if (node != null) node.close();
    }
}
