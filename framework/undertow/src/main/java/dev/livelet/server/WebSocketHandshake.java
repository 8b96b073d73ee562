package dev.livelet.server;

import dev.livelet.protocol.Frames;
import dev.livelet.server.Counters.Count;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The opening handshake at {@code /livelet/ws} (RFC 6455 §4.2). Refuses other sites: browsers send
 * {@code Origin} with every handshake, so one without it does not come from a page; it still needs
 * the cookie and the token of one. Runs on the I/O thread.
 */
final class WebSocketHandshake implements HttpHandler {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final Set<String> origins;
    private final TrustedProxies proxies;
    private final Connections connections;
    private final Connection.Limits limits;
    private final Counters counters;
    private final Joins joins;
    private final BooleanSupplier stopping;

    WebSocketHandshake(
            List<String> origins,
            TrustedProxies proxies,
            Connections connections,
            Connection.Limits limits,
            Counters counters,
            Joins joins,
            BooleanSupplier stopping) {
        this.origins =
                Set.copyOf(
                        origins.stream().map(origin -> origin.toLowerCase(Locale.ROOT)).toList());
        this.proxies = proxies;
        this.connections = connections;
        this.limits = limits;
        this.counters = counters;
        this.joins = joins;
        this.stopping = stopping;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        Caller caller = Caller.of(exchange, proxies);
        if (stopping.getAsBoolean()) {
            refuse(exchange, StatusCodes.SERVICE_UNAVAILABLE, Count.HANDSHAKE_REFUSED);
        } else if (!wellFormed(exchange, caller)) {
            exchange.getResponseHeaders()
                    .put(Headers.UPGRADE, "websocket")
                    .put(Headers.SEC_WEB_SOCKET_VERSION, "13");
            refuse(exchange, StatusCodes.UPGRADE_REQUIRED, Count.HANDSHAKE_REFUSED);
        } else if (!sameSite(caller)) {
            refuse(exchange, StatusCodes.FORBIDDEN, Count.ORIGIN_REFUSED);
        } else if (caller.browser() == null) {
            refuse(exchange, StatusCodes.FORBIDDEN, Count.HANDSHAKE_REFUSED);
        } else if (!speaksOurs(caller)) {
            refuse(exchange, StatusCodes.BAD_REQUEST, Count.HANDSHAKE_REFUSED);
        } else if (!connections.admitAddress(caller.address())) {
            refuse(exchange, StatusCodes.TOO_MANY_REQUESTS, Count.ADDRESS_LIMIT);
        } else {
            accept(exchange, caller);
        }
    }

    private void accept(HttpServerExchange exchange, Caller caller) {
        String key = caller.header("sec-websocket-key");
        exchange.getResponseHeaders()
                .put(Headers.UPGRADE, "websocket")
                .put(Headers.SEC_WEB_SOCKET_ACCEPT, answer(key == null ? "" : key));
        if (caller.header("sec-websocket-protocol") != null)
            exchange.getResponseHeaders().put(Headers.SEC_WEB_SOCKET_PROTOCOL, Frames.SUBPROTOCOL);
        boolean secure = exchange.getRequestScheme().equals("https");
        Arrival arrival = new Arrival(caller, joins, connections);
        // The request may end without an upgrade when the client goes away before its answer is
        // out.
        exchange.getConnection().addCloseListener(_ -> arrival.streamClosed());
        exchange.upgradeChannel(
                (stream, upgraded) -> {
                    Connection connection =
                            new Connection(
                                    stream,
                                    upgraded.getConnection().getByteBufferPool(),
                                    secure,
                                    limits,
                                    counters,
                                    arrival);
                    arrival.opened(connection);
                    connection.start();
                });
    }

    private void refuse(HttpServerExchange exchange, int status, Count count) {
        counters.add(count);
        exchange.setStatusCode(status).endExchange();
    }

    private static boolean wellFormed(HttpServerExchange exchange, Caller caller) {
        String key = caller.header("sec-websocket-key");
        return exchange.getRequestMethod().equals(Methods.GET)
                && exchange.isHttp11()
                && listed(caller, "upgrade", "websocket")
                && listed(caller, "connection", "upgrade")
                && "13".equals(caller.header("sec-websocket-version"))
                && key != null
                && key.length() == 24;
    }

    private static boolean listed(Caller caller, String header, String word) {
        return caller.headers().getOrDefault(header, List.of()).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .anyMatch(part -> part.strip().equalsIgnoreCase(word));
    }

    private static boolean speaksOurs(Caller caller) {
        return caller.header("sec-websocket-protocol") == null
                || listed(caller, "sec-websocket-protocol", Frames.SUBPROTOCOL);
    }

    private boolean sameSite(Caller caller) {
        String origin = caller.header("origin");
        if (origin != null && origins.contains(origin.toLowerCase(Locale.ROOT))) return true;
        String site = caller.header("sec-fetch-site");
        if (site != null && !site.equals("same-origin")) return false;
        if (origin == null) return true;
        String authority = authority(origin, caller.secure());
        return !authority.isEmpty() && authority.equals(hostOf(caller));
    }

    private static String hostOf(Caller caller) {
        String host = caller.header("host");
        return host == null
                ? ""
                : authority((caller.secure() ? "https://" : "http://") + host, caller.secure());
    }

    /** Host and port of an origin, the scheme's port included; "" when it is none. */
    private static String authority(String origin, boolean secure) {
        try {
            URI uri = URI.create(origin);
            String scheme = uri.getScheme();
            if (scheme == null || uri.getHost() == null || uri.getUserInfo() != null) return "";
            // A proxy that ends TLS without saying so: the page is https, the request seems http.
            // The host still tells.
            boolean web = scheme.equals("https") || scheme.equals("http") && !secure;
            int port = uri.getPort();
            if (port == 80 && scheme.equals("http") || port == 443 && scheme.equals("https"))
                port = -1;
            return web ? uri.getHost().toLowerCase(Locale.ROOT) + ":" + port : "";
        } catch (IllegalArgumentException notAnOrigin) {
            return "";
        }
    }

    private static String answer(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-1", impossible);
        }
    }
}
