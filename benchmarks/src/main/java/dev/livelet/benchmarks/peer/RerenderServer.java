package dev.livelet.benchmarks.peer;

import dev.livelet.benchmarks.process.Answers;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * What users of htmx do: each event has the whole page rendered, which goes over a WebSocket, and
 * idiomorph makes the document like it. No session survives its socket, nothing is checked, no
 * template engine slows it down: as little as such a server can do. On the I/O thread.
 */
public final class RerenderServer {
    private RerenderServer() {}

    public static void main(String[] arguments) throws Exception {
        Undertow undertow =
                Undertow.builder()
                        .addHttpListener(0, "127.0.0.1")
                        .setHandler(
                                Handlers.path()
                                        .addExactPath("/counter", live(CounterHtml::new))
                                        .addExactPath("/table", live(TableHtml::new))
                                        .addExactPath("/idiomorph.js", RerenderServer::script))
                        .build();
        undertow.start();
        new Answers()
                .serve(
                        ((InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress())
                                .getPort());
        undertow.stop();
    }

    /** A page over HTTP, and the socket at the same address. */
    private static HttpHandler live(Supplier<HtmlPage> page) {
        var socket =
                Handlers.websocket(
                        (exchange, channel) -> {
                            channel.getReceiveSetter().set(new Events(page.get()));
                            channel.resumeReceives();
                        });
        return exchange -> {
            if (exchange.getRequestHeaders().contains(Headers.UPGRADE)) {
                socket.handleRequest(exchange);
                return;
            }
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/html; charset=utf-8");
            exchange.getResponseSender()
                    .send(
                            "<!doctype html><title>re-render</title><script"
                                    + " src=\"/idiomorph.js\"></script><body>"
                                    + page.get().html()
                                    + SCRIPT);
        };
    }

    private static final String SCRIPT =
            """
            <script>
            const socket = new WebSocket('ws://' + location.host + location.pathname);
            socket.onopen = () => document.body.dataset.live = 'yes';
            socket.onmessage = event => Idiomorph.morph(
                document.getElementById('page'), event.data, {morphStyle: 'outerHTML'});
            document.addEventListener('click', event => {
              const button = event.target.closest('button');
              if (button) socket.send(button.id);
            });
            </script>
            """;

    private static void script(HttpServerExchange exchange) throws IOException {
        Path script = Path.of(System.getProperty(Idiomorph.PROPERTY, ""));
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/javascript");
        exchange.getResponseSender().send(Files.readString(script));
    }

    private static final class Events extends AbstractReceiveListener {
        private final HtmlPage page;

        Events(HtmlPage page) {
            this.page = page;
        }

        @Override
        protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
            page.event(message.getData());
            WebSockets.sendText(page.html(), channel, null);
        }
    }
}
