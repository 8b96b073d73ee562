package dev.livelet.server;

import dev.livelet.LiveletException;
import dev.livelet.session.Sessions;
import dev.livelet.session.ViewType;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.GracefulShutdownHandler;
import io.undertow.server.handlers.PathHandler;
import io.undertow.util.StatusCodes;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import javax.net.ssl.SSLContext;

/**
 * Puts the parts together, each with what it needs and nothing else, and opens the port. Whatever
 * is wrong with settings, files or the port is a {@link LiveletException} from here.
 */
final class Startup {
    private static final Logger LOG = LoggerFactory.getLogger(Startup.class);

    private Startup() {}

    static LiveServer start(Livelet application, Settings settings) {
        LOG.info(settings.describe());
        SSLContext tls = Tls.context(settings);
        List<byte[]> keys =
                settings.list(Setting.KEYS).stream()
                        .map(key -> key.getBytes(StandardCharsets.UTF_8))
                        .toList();
        if (keys.isEmpty() && application.cluster != null)
            throw new LiveletException(
                    "A cluster needs the same keys on all its nodes, else no node knows the pages"
                        + " of another. Set livelet.keys (LIVELET_KEYS); make a key with: openssl"
                        + " rand -base64 32");
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
                                .<ViewType<?>>map(Routes.Route::view)
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
        ClusterPart cluster =
                new ClusterPart(
                        application.cluster,
                        new ClusterApplication(application.routes, application.entities, tokens));
        Sessions sessions =
                new Sessions(
                        cluster.services(SessionDefaults.with(settings), application.entities));
        ClusterHost host = new ClusterHost(sessions, settings.duration(Setting.STOP_TIMEOUT));
        cluster.start(host);
        AtomicBoolean stopping = new AtomicBoolean();
        BooleanSupplier going = () -> stopping.get() || host.isReplaced();

        PathHandler paths = new PathHandler();
        SecurityHeaders security = new SecurityHeaders(application.policy, paths);
        HttpHandler fallback =
                application.handlers.getOrDefault(
                        "/",
                        exchange -> {
                            if (exchange.getRequestPath().equals("/favicon.ico"))
                                exchange.setStatusCode(StatusCodes.NO_CONTENT);
                            else
                                errors.send(
                                        exchange, StatusCodes.NOT_FOUND, "There is nothing here.");
                        });
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
                    if (!path.equals("/")) paths.addPrefixPath(path, pages.before(path, handler));
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
                        going));
        paths.addExactPath("/livelet/health/live", Status.live());
        paths.addExactPath("/livelet/health/ready", Status.ready(going));
        Figures figures = new Figures(counters, connections, sessions, cluster);
        if (settings.flag(Setting.METRICS))
            paths.addExactPath("/livelet/metrics", Status.metrics(figures));
        paths.addPrefixPath("/", pages);

        GracefulShutdownHandler requests = new GracefulShutdownHandler(security);
        String address = settings.text(Setting.HOST);
        int port = settings.number(Setting.PORT);
        Undertow undertow = undertow(settings, tls, address, port, requests);
        try {
            undertow.start();
        } catch (RuntimeException e) {
            sessions.close();
            cluster.close();
            throw new LiveletException(
                    "The server cannot listen on "
                            + address
                            + ":"
                            + port
                            + ": "
                            + e.getMessage()
                            + (e.getCause() instanceof UnknownHostException
                                    ? ". livelet.host is a name or address of this machine;"
                                            + " 0.0.0.0 is all of them."
                                    : ". Is another process there? Choose another port with"
                                            + " -Dlivelet.port=N or LIVELET_PORT=N."),
                    e);
        }
        connections.start();
        LiveServer server =
                new LiveServer(
                        undertow,
                        requests,
                        sessions,
                        cluster,
                        connections,
                        figures,
                        threads,
                        settings.duration(Setting.STOP_TIMEOUT),
                        stopping,
                        tls != null,
                        address);
        server.hookSignals();
        LOG.info("Livelet ready at {}", server.url());
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
}
