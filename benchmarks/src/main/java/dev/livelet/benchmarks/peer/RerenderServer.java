package dev.livelet.benchmarks.peer;

import dev.livelet.benchmarks.process.Answers;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.PathHandler;
import io.undertow.util.Headers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * What users of htmx do: each event has the whole page rendered, which goes over a WebSocket, and
 * idiomorph makes the document like it. As on Livelet's side the user's code, which may block, runs
 * on a virtual thread, a page's state is under a lock, and texts are escaped. No session survives
 * its socket, nothing is checked, no template engine slows it down.
 */
public final class RerenderServer {
    private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<PageSocket> chats = ConcurrentHashMap.newKeySet();
    private final Set<PageSocket> tickers = ConcurrentHashMap.newKeySet();

    private RerenderServer() {}

    public static void main(String[] arguments) throws Exception {
        new RerenderServer().serve();
    }

    private void serve() throws Exception {
        Set<PageSocket> silent = ConcurrentHashMap.newKeySet();
        PathHandler paths =
                Handlers.path()
                        .addExactPath("/counter", live(CounterHtml::new, silent))
                        .addExactPath("/big-table", live(TableHtml::new, silent))
                        .addExactPath("/table", live(RowsHtml::new, silent))
                        .addExactPath("/chat", live(ChatHtml::new, chats))
                        .addExactPath("/ticker", live(TickerHtml::new, tickers))
                        .addExactPath("/idiomorph.js", RerenderServer::script);
        Undertow undertow =
                Undertow.builder().addHttpListener(0, "127.0.0.1").setHandler(paths).build();
        undertow.start();
        new Answers()
                .on("post", this::post)
                .on("publish", this::publish)
                .serve(
                        ((InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress())
                                .getPort());
        undertow.stop();
    }

    private long post(long number) {
        long now = System.nanoTime();
        String html = ChatHtml.post(number);
        for (PageSocket socket : chats) socket.show(html);
        return now;
    }

    private long publish(long number) {
        long now = System.nanoTime();
        for (PageSocket socket : tickers) socket.change(page -> page.message(number));
        return now;
    }

    /** A page over HTTP, and the socket at the same address. */
    private HttpHandler live(Supplier<HtmlPage> page, Set<PageSocket> open) {
        var socket =
                Handlers.websocket(
                        (exchange, channel) -> {
                            PageSocket opened = new PageSocket(page.get(), channel, threads);
                            open.add(opened);
                            channel.addCloseTask(closed -> open.remove(opened));
                            channel.getReceiveSetter().set(opened);
                            channel.resumeReceives();
                        });
        return exchange -> {
            if (exchange.getRequestHeaders().contains(Headers.UPGRADE))
                socket.handleRequest(exchange);
            else exchange.dispatch(threads, (HttpServerExchange same) -> send(same, page.get()));
        };
    }

    private static void send(HttpServerExchange exchange, HtmlPage page) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/html; charset=utf-8");
        exchange.getResponseSender()
                .send(
                        "<!doctype html><title>re-render</title><script"
                                + " src=\"/idiomorph.js\"></script><body>"
                                + page.html()
                                + SCRIPT);
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
}
