package dev.livelet.js;

import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.core.protocol.version13.Hybi13Handshake;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Serves one live page, with the CSP that Livelet sends, and speaks on its socket what a test says.
 */
final class ScriptedServer implements AutoCloseable {
    static final String CSP =
            "default-src 'self'; script-src 'self'; style-src 'self'; object-src 'none'; base-uri"
                    + " 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
    private static final int PATIENCE_SECONDS = 10;

    /**
     * @param head more for the head of the page
     * @param definitions JSON
     * @param csp the policy it is sent with
     */
    record Page(String head, int template, String definitions, String html, String csp) {
        Page(int template, String definitions, String html) {
            this("", template, definitions, html, CSP);
        }
    }

    private final Undertow undertow;
    private final BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();
    private volatile boolean isAway;
    private volatile int pages;
    private volatile String extra = "";
    private volatile Page page = new Page(0, "{}", "");

    ScriptedServer() {
        WebSocketProtocolHandshakeHandler socket =
                new WebSocketProtocolHandshakeHandler(
                        List.of(new Hybi13Handshake(Set.of("livelet.1"), false)),
                        (WebSocketConnectionCallback)
                                (exchange, channel) -> new Connection(channel, this::opened));
        undertow = Undertow.builder().addHttpListener(0, "127.0.0.1", handler(socket)).build();
        undertow.start();
    }

    /** A page that was left may still try: it says another token. */
    private void opened(Connection connection, String join) {
        boolean other =
                join.startsWith("[0,\"s1\",\"t")
                        && !join.startsWith("[0,\"s1\",\"t" + pages + "\"");
        if (!other) connections.add(connection);
    }

    private HttpHandler handler(HttpHandler socket) {
        return exchange -> {
            switch (exchange.getRequestPath()) {
                case "/livelet/ws" -> {
                    if (isAway) exchange.setStatusCode(503);
                    else socket.handleRequest(exchange);
                }
                case "/" -> send(exchange, "text/html", html(page));
                case "/blank" -> send(exchange, "text/html", "<!doctype html><title>blank</title>");
                case "/livelet.js" -> send(exchange, "text/javascript", resource("livelet.js"));
                case "/livelet.css" -> send(exchange, "text/css", resource("livelet.css"));
                case "/favicon.ico" -> exchange.setStatusCode(204);
                case "/extra.js" -> send(exchange, "text/javascript", extra);
                case "/bundle.js" ->
                        send(
                                exchange,
                                "text/javascript",
                                "Livelet.define(\"h1\"," + page.definitions + ")");
                default -> exchange.setStatusCode(404);
            }
        };
    }

    private void send(HttpServerExchange exchange, String type, String body) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type + "; charset=utf-8");
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        if (exchange.getRequestPath().equals("/"))
            exchange.getResponseHeaders().put(new HttpString("Content-Security-Policy"), page.csp);
        exchange.getResponseSender().send(body);
    }

    private String html(Page page) {
        return """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title>
        <link rel="stylesheet" href="/livelet.css">%s
        <script src="/livelet.js" defer></script><script src="/bundle.js" defer></script></head><body>
        <div data-live="s1" data-live-token="t%d" data-live-template="%d" data-live-state="connecting">%s</div></body></html>
        """
                .formatted(page.head, pages, page.template, page.html);
    }

    static String resource(String name) {
        try (InputStream in = ScriptedServer.class.getResourceAsStream("/dev/livelet/js/" + name)) {
            if (in == null) throw new IllegalStateException("Not built: " + name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A script that pages may load as {@code /extra.js}. */
    ScriptedServer withExtra(String script) {
        extra = script;
        return this;
    }

    /** Refuses sockets from now on, as a server that is gone. */
    void away() {
        isAway = true;
    }

    void back() {
        isAway = false;
    }

    String serve(Page served) {
        page = served;
        pages++;
        connections.clear();
        return address() + "/";
    }

    String address() {
        return "http://127.0.0.1:"
                + ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    }

    /** The next socket that the page opens. */
    Connection connection() throws InterruptedException {
        Connection next = connections.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) throw new AssertionError("The page opened no socket");
        return next;
    }

    /** The next socket, its join answered with "nothing has changed". */
    Connection joined() throws InterruptedException {
        Connection connection = connection();
        connection.next();
        connection.send("[-2,0,0]");
        return connection;
    }

    @Override
    public void close() {
        undertow.stop();
    }

    /** One socket of the page. */
    static final class Connection {
        private final WebSocketChannel channel;
        private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

        private boolean isOpen;

        /**
         * @param opened told of the first frame, before it can be read
         */
        Connection(WebSocketChannel channel, BiConsumer<Connection, String> opened) {
            this.channel = channel;
            channel.getReceiveSetter()
                    .set(
                            new AbstractReceiveListener() {
                                @Override
                                protected void onFullTextMessage(
                                        WebSocketChannel from, BufferedTextMessage message) {
                                    String frame = message.getData();
                                    received.add(frame);
                                    if (!isOpen) opened.accept(Connection.this, frame);
                                    isOpen = true;
                                }
                            });
            channel.resumeReceives();
        }

        /** The next frame. */
        String text() throws InterruptedException {
            String frame = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (frame == null) throw new AssertionError("The page sent nothing");
            return frame;
        }

        JsonNode next() throws InterruptedException {
            return JsonMapper.shared().readTree(text());
        }

        /** Whether nothing came so far. */
        boolean isQuiet() {
            return received.isEmpty();
        }

        void send(String frame) {
            try {
                WebSockets.sendTextBlocking(frame, channel);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Ends the socket without a word, as a lost network does. */
        void cut() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void close(int code) {
            WebSockets.sendClose(code, "", channel, null);
        }
    }
}
