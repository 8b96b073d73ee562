package dev.livelet.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.CookieManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The balancer before nodes that answer with their names, and some that are not well. */
class LoadBalancerTest {
    private final List<AutoCloseable> open = new ArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @AfterEach
    void close() throws Exception {
        client.shutdownNow();
        for (AutoCloseable part : open.reversed()) part.close();
    }

    @Test
    void requestsGoToAllNodesInTurn() throws Exception {
        URI address = balance(false, node("a"), node("b"), node("c"));
        Set<String> seen = new TreeSet<>();
        for (int i = 0; i < 3; i++) seen.add(get(address, "/").body());
        assertEquals(Set.of("a", "b", "c"), seen);
    }

    @Test
    void withCookiesABrowserStaysWithItsNode() throws Exception {
        URI address = balance(true, node("a"), node("b"), node("c"));
        String first = get(address, "/").body();
        for (int i = 0; i < 4; i++) assertEquals(first, get(address, "/").body());
    }

    @Test
    void aRequestThatANodeDoesNotTakeGoesToAnother() throws Exception {
        URI address = balance(false, gone("a"), node("b"), gone("c"));
        for (int i = 0; i < 6; i++) assertEquals("b", get(address, "/").body());
    }

    @Test
    void theNodesAreToldWhoAsksAndForWhat() throws Exception {
        Backend echo =
                server(
                        "a",
                        exchange ->
                                exchange.getResponseSender()
                                        .send(
                                                exchange.getRequestHeaders()
                                                                .getFirst("X-Forwarded-For")
                                                        + " "
                                                        + exchange.getRequestHeaders()
                                                                .getFirst("Host")
                                                        + " "
                                                        + exchange.getRequestURI()
                                                        + "?"
                                                        + exchange.getQueryString()));
        URI address = balance(false, echo);
        assertEquals(
                "127.0.0.1 " + address.getAuthority() + " /some/page?q=1",
                get(address, "/some/page?q=1").body());
    }

    @Test
    void withNoNodeAtAllItSaysSo() throws Exception {
        URI address = balance(false, gone("a"), gone("b"));
        assertEquals(503, get(address, "/").statusCode());
        assertThrows(CompletionException.class, () -> connect(address));
    }

    @Test
    void whatIsSaidOverAWebSocketGoesBothWays() throws Exception {
        URI address = balance(false, node("a"));
        Listener page = connect(address);
        page.socket().sendText("hello", true);
        assertEquals("a: hello", page.said.get(10, TimeUnit.SECONDS));
    }

    @Test
    void aPageHearsWhyItsNodeClosesTheSocket() throws Exception {
        URI address = balance(false, node("a"));
        Listener page = connect(address);
        page.socket().sendText("bye", true);
        assertEquals(4409, page.closed.get(10, TimeUnit.SECONDS));
    }

    @Test
    void anUpgradeThatANodeRefusesOrDoesNotAnswerGoesToAnother() throws Exception {
        Backend leaving = server("a", exchange -> exchange.setStatusCode(503).endExchange());
        URI address = balance(false, leaving, gone("b"), silent("c"), node("d"));
        for (int i = 0; i < 4; i++) {
            Listener page = connect(address);
            page.socket().sendText("hello", true);
            assertEquals("d: hello", page.said.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void anUpgradeThatIsForbiddenIsNotTriedElsewhere() throws Exception {
        Backend strict = server("a", exchange -> exchange.setStatusCode(403).endExchange());
        URI address = balance(false, strict);
        CompletionException e = assertThrows(CompletionException.class, () -> connect(address));
        assertTrue(String.valueOf(e.getCause()).contains("WebSocketHandshakeException"));
    }

    @Test
    void aNodeThatGoesAwayTakesItsSocketsAlong() throws Exception {
        Undertow node = undertow(answers("a"));
        int port = ((InetSocketAddress) node.getListenerInfo().getFirst().getAddress()).getPort();
        URI address = balance(false, new Backend("a", URI.create("http://127.0.0.1:" + port)));
        Listener page = connect(address);
        node.stop();
        page.gone.get(10, TimeUnit.SECONDS);
    }

    /** One that says that it is ready, its name, and what was said to it. */
    private Backend node(String name) {
        return server(name, answers(name));
    }

    private static HttpHandler answers(String name) {
        HttpHandler socket =
                Handlers.websocket(
                        (exchange, channel) -> {
                            channel.getReceiveSetter().set(new Echo(name));
                            channel.resumeReceives();
                        });
        return exchange -> {
            if (exchange.getRequestPath().equals("/ws")) socket.handleRequest(exchange);
            else exchange.getResponseSender().send(name);
        };
    }

    private static final class Echo extends AbstractReceiveListener {
        private final String name;

        Echo(String name) {
            this.name = name;
        }

        @Override
        protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
            String said = message.getData();
            if (said.equals("bye")) WebSockets.sendClose(4409, "superseded", channel, null);
            else WebSockets.sendText(name + ": " + said, channel, null);
        }
    }

    private Backend server(String name, HttpHandler handler) {
        Undertow undertow = undertow(handler);
        int port =
                ((InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress()).getPort();
        return new Backend(name, URI.create("http://127.0.0.1:" + port));
    }

    private Undertow undertow(HttpHandler handler) {
        Undertow undertow =
                Undertow.builder().addHttpListener(0, "127.0.0.1").setHandler(handler).build();
        undertow.start();
        open.add(undertow::stop);
        return undertow;
    }

    /** A node that was killed: nobody listens. */
    private static Backend gone(String name) throws Exception {
        return new Backend(name, URI.create("http://127.0.0.1:" + Ports.free(1).getFirst()));
    }

    /** A node that is paused: the system takes connections, and nobody answers. */
    private Backend silent(String name) throws Exception {
        ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        open.add(socket);
        return new Backend(name, URI.create("http://127.0.0.1:" + socket.getLocalPort()));
    }

    private URI balance(boolean sticky, Backend... backends) {
        LoadBalancer balancer =
                LoadBalancer.start("127.0.0.1", 0, new Backends(Arrays.asList(backends), sticky));
        open.add(balancer);
        return URI.create("http://127.0.0.1:" + balancer.port());
    }

    private HttpResponse<String> get(URI address, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(address.resolve(path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private Listener connect(URI address) {
        Listener listener = new Listener();
        listener.socket =
                client.newWebSocketBuilder()
                        .buildAsync(URI.create("ws://" + address.getAuthority() + "/ws"), listener)
                        .join();
        return listener;
    }

    private static final class Listener implements WebSocket.Listener {
        final CompletableFuture<String> said = new CompletableFuture<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        final CompletableFuture<Void> gone = new CompletableFuture<>();
        private WebSocket socket;

        WebSocket socket() {
            return socket;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            said.complete(data.toString());
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            gone.complete(null);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            gone.complete(null);
        }
    }
}
