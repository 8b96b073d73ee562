package dev.livelet.server;

import dev.livelet.Entities;
import dev.livelet.protocol.Frames;
import dev.livelet.session.Sessions;

import io.undertow.Undertow;
import io.undertow.server.handlers.GracefulShutdownHandler;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running application. It stops gracefully by {@link #close()} and by SIGTERM: readiness turns to
 * 503, pages are asked to reconnect elsewhere at random moments, those that have not left within
 * {@code livelet.stop-timeout} are closed. Thread-safe.
 */
public final class LiveServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveServer.class);

    private static final Duration HAND_OVER = Duration.ofSeconds(20);

    private final Undertow undertow;
    private final GracefulShutdownHandler requests;
    private final Sessions sessions;
    private final ClusterPart cluster;
    private final Connections connections;
    private final Figures figures;
    private final ExecutorService threads;
    private final Duration stopTimeout;
    private final AtomicBoolean stopping;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final String url;
    private final int port;
    private final Thread hook = new Thread(this::close, "livelet-stop");

    LiveServer(
            Undertow undertow,
            GracefulShutdownHandler requests,
            Sessions sessions,
            ClusterPart cluster,
            Connections connections,
            Figures figures,
            ExecutorService threads,
            Duration stopTimeout,
            AtomicBoolean stopping,
            boolean secure,
            String host) {
        this.undertow = undertow;
        this.requests = requests;
        this.sessions = sessions;
        this.cluster = cluster;
        this.connections = connections;
        this.figures = figures;
        this.threads = threads;
        this.stopTimeout = stopTimeout;
        this.stopping = stopping;
        this.port =
                ((InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress()).getPort();
        boolean anyAddress = host.equals("0.0.0.0") || host.equals("::");
        this.url =
                (secure ? "https://" : "http://")
                        + (anyAddress ? "localhost" : host.contains(":") ? "[" + host + "]" : host)
                        + ":"
                        + port;
    }

    /** From now on a signal to terminate stops it. */
    void hookSignals() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** As {@code http://localhost:8080}, without a slash at the end. */
    public String url() {
        return url;
    }

    /** Its name among the nodes of its cluster; empty when it runs alone. */
    public String node() {
        return cluster.name();
    }

    /**
     * Sends a message to all sessions that have subscribed to the topic: for what comes from
     * outside the pages.
     */
    public void publish(String topic, Object message) {
        sessions.pubSub().publish(topic, message);
    }

    /** The entities, for what comes from outside the pages. */
    public Entities entities() {
        return sessions.entities();
    }

    /**
     * Ends all pages of this identity at once, for instance at a logout or when a user is locked
     * out. Each is loaded anew within seconds, and the guards decide what is seen then.
     */
    public void disconnect(String identity) {
        sessions.disconnect(identity);
    }

    /**
     * What this server counts and measures, by name: what {@code /livelet/metrics} shows, with the
     * cluster's figures as {@code cluster_…}.
     */
    public Map<String, Long> figures() {
        return figures.now();
    }

    /** For tests in this package. */
    Counters counters() {
        return figures.counters();
    }

    Connections connections() {
        return connections;
    }

    Sessions sessions() {
        return sessions;
    }

    /** Stops; returns when it has. Idempotent. */
    @Override
    public void close() {
        if (stopping.getAndSet(true)) {
            awaitStopped();
            return;
        }
        try {
            stop();
        } finally {
            stopped.countDown();
            // not before: a signal that comes while it stops must wait until it has
            if (Thread.currentThread() != hook) removeHook();
        }
    }

    private void stop() {
        LOG.info("Livelet stops: {} pages are connected", connections.open().size());
        cluster.leave(HAND_OVER);
        sessions.drain(stopTimeout);
        long end = System.nanoTime() + stopTimeout.toNanos();
        connections.awaitEmpty(end);
        sessions.close();
        for (Connection connection : connections.open())
            connection.close(Frames.CLOSE_GOING_AWAY, "the server stops");
        connections.awaitEmpty(System.nanoTime() + 500_000_000L);
        cluster.close();
        connections.stop();
        awaitRequests();
        undertow.stop();
        threads.shutdownNow();
        LOG.info("Livelet has stopped");
    }

    private void awaitStopped() {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Pages that are being made are finished; a request that takes longer than a second is not
     * waited for.
     */
    private void awaitRequests() {
        requests.shutdown();
        try {
            if (!requests.awaitShutdown(1_000)) LOG.info("Some requests are cut off");
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyStopping) {
            LOG.debug("The process is stopping already", alreadyStopping);
        }
    }
}
