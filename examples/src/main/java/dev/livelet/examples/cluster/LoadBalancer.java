package dev.livelet.examples.cluster;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ProxyHandler;
import io.undertow.util.Headers;

import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;

/**
 * One address for all nodes. Pages may come to another node with each request: that is what a
 * cluster is for. A node that is killed, hangs or says that it is not ready gets nothing new; what
 * it refuses goes to another. Thread-safe.
 */
final class LoadBalancer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Undertow undertow;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Thread> watches = new ArrayList<>();

    private LoadBalancer(Undertow undertow, List<Backend> backends) {
        this.undertow = undertow;
        for (Backend backend : backends)
            watches.add(
                    Thread.ofVirtual()
                            .name("balancer-" + backend.name())
                            .start(() -> backend.watch(client)));
    }

    /**
     * @param port 0 lets the system choose
     */
    static LoadBalancer start(String host, int port, Backends backends) {
        HttpHandler pages =
                ProxyHandler.builder()
                        .setProxyClient(new Requests(backends))
                        .setMaxConnectionRetries(backends.all().size())
                        .setMaxRequestTime(PATIENCE_MILLIS)
                        .build();
        HttpHandler upgrades = new Upgrades(backends);
        Undertow undertow =
                Undertow.builder()
                        .addHttpListener(port, host)
                        .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, 500)
                        .setHandler(
                                exchange -> {
                                    if (isWebSocket(exchange)) upgrades.handleRequest(exchange);
                                    else pages.handleRequest(exchange);
                                })
                        .build();
        undertow.start();
        return new LoadBalancer(undertow, backends.all());
    }

    /** Other upgrades are offers that a server may pass over. */
    private static boolean isWebSocket(HttpServerExchange exchange) {
        return "websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst(Headers.UPGRADE));
    }

    int port() {
        return ((InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress()).getPort();
    }

    @Override
    public void close() {
        watches.forEach(Thread::interrupt);
        undertow.stop();
        client.shutdownNow();
    }
}
