package dev.livelet.examples.cluster;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;

/**
 * The way of WebSockets to the nodes: each upgrade is tried with one node after the other until one
 * accepts it. All of it runs on the exchange's I/O thread.
 */
final class Upgrades implements HttpHandler {
    private final Backends backends;

    Upgrades(Backends backends) {
        this.backends = backends;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        exchange.dispatch(exchange.getIoThread(), () -> tryNext(exchange));
    }

    private void tryNext(HttpServerExchange exchange) {
        Backend backend = backends.next(exchange);
        if (backend == null) {
            exchange.setStatusCode(StatusCodes.SERVICE_UNAVAILABLE).endExchange();
            return;
        }
        new Upgrade(exchange, backend, () -> tryNext(exchange)).start();
    }
}
