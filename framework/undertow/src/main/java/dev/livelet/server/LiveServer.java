package dev.livelet.server;

import dev.livelet.LiveletException;
import dev.livelet.protocol.Frames;
import dev.livelet.session.Sessions;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.PathHandler;
import io.undertow.util.StatusCodes;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLContext;

/**
 * A running application. It stops gracefully by {@link #close()} and by SIGTERM: readiness turns to
 * 503, pages are asked to reconnect elsewhere at random moments, those that have not left within
 * {@code livelet.stop-timeout} are closed. Thread-safe.
 */
public final class LiveServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveServer.class);

    private final Undertow undertow;
    private final Sessions sessions;
    private final Connections connections;
    private final Counters counters;
    private final ExecutorService threads;
    private final Duration stopTimeout;
    private final AtomicBoolean stopping;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final String url;
    private final int port;
    private final Thread hook = new Thread(this::close, "livelet-stop");

    private LiveServer(
            Undertow undertow,
            Sessions sessions,
            Connections connections,
            Counters counters,
            ExecutorService threads,
            Duration stopTimeout,
            AtomicBoolean stopping,
            boolean secure,
            String host) {
        this.undertow = undertow;
        this.sessions = sessions;
        this.connections = connections;
        this.counters = counters;
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

    static LiveServer start(Livelet application, Settings settings) {
        LOG.info(settings.describe());
        SSLContext tls = Tls.context(settings);
        List<byte[]> keys =
                settings.list(Setting.KEYS).stream()
                        .map(key -> key.getBytes(StandardCharsets.UTF_8))
                        .toList();
        if (keys.isEmpty()) {
            LOG.info(
                    "livelet.keys is not set: tokens are signed with a random key, so pages reload"
                            + " when this process is restarted.");
            keys = List.of(Tokens.randomSecret());
        }
        TrustedProxies proxies = new TrustedProxies(settings.list(Setting.TRUSTED_PROXIES));
        List<Locale> languages =
                settings.list(Setting.LANGUAGES).stream().map(Locale::forLanguageTag).toList();
        Tokens tokens =
                new Tokens(keys, settings.duration(Setting.TOKEN_LIFETIME), InstantSource.system());
        Bundle bundle =
                Bundle.of(
                        application.routes.all().stream()
                                .<dev.livelet.session.ViewType<?>>map(Routes.Route::view)
                                .toList());
        Counters counters = new Counters();
        Connections connections =
                new Connections(
                        settings.number(Setting.CONNECTIONS_PER_ADDRESS),
                        settings.number(Setting.CONNECTIONS_PER_IDENTITY));
        ErrorPages errors = new ErrorPages(settings.flag(Setting.DEVELOPMENT));
        FrameworkFiles files = new FrameworkFiles(bundle, errors);
        ExecutorService threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("livelet-page-", 0).factory());
        Sessions sessions = new Sessions(SessionDefaults.with(settings));
        AtomicBoolean stopping = new AtomicBoolean();

        PathHandler paths = new PathHandler();
        SecurityHeaders security = new SecurityHeaders(application.policy, paths);
        HttpHandler fallback =
                application.handlers.getOrDefault(
                        "/",
                        exchange ->
                                errors.send(
                                        exchange, StatusCodes.NOT_FOUND, "There is nothing here."));
        Pages pages =
                new Pages(
                        application.routes,
                        sessions,
                        tokens,
                        proxies,
                        languages,
                        application.layout,
                        files.head(),
                        security,
                        errors,
                        counters,
                        threads,
                        fallback);
        Joins joins =
                new Joins(application.routes, tokens, sessions, bundle.hash(), languages, counters);
        Connection.Limits limits =
                new Connection.Limits(
                        settings.number(Setting.MAX_FRAME),
                        settings.number(Setting.MAX_FRAME_RATE),
                        settings.number(Setting.MAX_OUTPUT),
                        settings.duration(Setting.JOIN_TIMEOUT).toNanos(),
                        settings.duration(Setting.IDLE_TIMEOUT).toNanos(),
                        settings.duration(Setting.DRAIN_TIMEOUT).toNanos());
        application.handlers.forEach(
                (path, handler) -> {
                    if (!path.equals("/")) paths.addPrefixPath(path, handler);
                });
        for (Assets assets : application.assets)
            paths.addPrefixPath(assets.prefix(), assets.handler(errors));
        paths.addPrefixPath("/livelet", files);
        paths.addExactPath(
                "/livelet/ws",
                new WebSocketHandshake(
                        settings.list(Setting.ORIGINS),
                        proxies,
                        connections,
                        limits,
                        counters,
                        joins,
                        stopping::get));
        paths.addExactPath("/livelet/health/live", Status.live());
        paths.addExactPath("/livelet/health/ready", Status.ready(stopping::get));
        if (settings.flag(Setting.METRICS))
            paths.addExactPath("/livelet/metrics", Status.metrics(counters, connections, sessions));
        paths.addPrefixPath("/", pages);

        String host = settings.text(Setting.HOST);
        int port = settings.number(Setting.PORT);
        Undertow undertow = undertow(settings, tls, host, port, security);
        try {
            undertow.start();
        } catch (RuntimeException e) {
            sessions.close();
            throw new LiveletException(
                    "The server cannot listen on "
                            + host
                            + ":"
                            + port
                            + ": "
                            + e.getMessage()
                            + ". Is another process there? Choose another port with"
                            + " -Dlivelet.port=N or LIVELET_PORT=N.",
                    e);
        }
        connections.start();
        LiveServer server =
                new LiveServer(
                        undertow,
                        sessions,
                        connections,
                        counters,
                        threads,
                        settings.duration(Setting.STOP_TIMEOUT),
                        stopping,
                        tls != null,
                        host);
        Runtime.getRuntime().addShutdownHook(server.hook);
        LOG.info("Livelet ready at {}", server.url);
        return server;
    }

    /** Undertow leaves these open: no limit for slow or idle requests, 1 MiB of headers. */
    private static Undertow undertow(
            Settings settings,
            @Nullable SSLContext tls,
            String host,
            int port,
            HttpHandler handler) {
        Undertow.Builder builder =
                Undertow.builder()
                        .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, 10_000)
                        .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, 30_000)
                        .setServerOption(UndertowOptions.MAX_HEADER_SIZE, 16 * 1024)
                        .setServerOption(UndertowOptions.MAX_HEADERS, 100)
                        .setServerOption(UndertowOptions.MAX_PARAMETERS, 100)
                        .setServerOption(UndertowOptions.MAX_COOKIES, 50)
                        .setServerOption(
                                UndertowOptions.MAX_ENTITY_SIZE,
                                (long) settings.number(Setting.MAX_BODY))
                        .setServerOption(UndertowOptions.HTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, 100)
                        .setServerOption(UndertowOptions.ENABLE_HTTP2, tls != null)
                        .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, 1_000)
                        .setHandler(handler);
        return (tls == null
                        ? builder.addHttpListener(port, host)
                        : builder.addHttpsListener(port, host, tls))
                .build();
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** As {@code http://localhost:8080}, without a slash at the end. */
    public String url() {
        return url;
    }

    /**
     * Sends a message to all sessions that have subscribed to the topic: for what comes from
     * outside the pages.
     */
    public void publish(String topic, Object message) {
        sessions.pubSub().publish(topic, message);
    }

    /** Ends all pages of this identity at once, for instance when a user is locked out. */
    public void disconnect(String identity) {
        sessions.disconnect(identity);
    }

    /** For tests in this package. */
    Counters counters() {
        return counters;
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
        }
    }

    private void stop() {
        if (Thread.currentThread() != hook) removeHook();
        LOG.info("Livelet stops: {} pages are connected", connections.open().size());
        sessions.drain(stopTimeout);
        long end = System.nanoTime() + stopTimeout.toNanos();
        connections.awaitEmpty(end);
        sessions.close();
        for (Connection connection : connections.open())
            connection.close(Frames.CLOSE_GOING_AWAY, "the server stops");
        connections.awaitEmpty(System.nanoTime() + 500_000_000L);
        connections.stop();
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

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyStopping) {
            LOG.debug("The process is stopping already", alreadyStopping);
        }
    }
}
