package dev.livelet.server;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;

import java.util.function.BooleanSupplier;

/** What operators and load balancers ask. */
final class Status {
    private Status() {}

    /** The process serves requests. */
    static HttpHandler live() {
        return exchange -> answer(exchange, StatusCodes.OK, "text/plain", "live\n");
    }

    /** It should be sent new pages. */
    static HttpHandler ready(BooleanSupplier stopping) {
        return exchange -> {
            if (stopping.getAsBoolean())
                answer(exchange, StatusCodes.SERVICE_UNAVAILABLE, "text/plain", "stopping\n");
            else answer(exchange, StatusCodes.OK, "text/plain", "ready\n");
        };
    }

    static HttpHandler metrics(Counters counters, Connections connections) {
        return exchange ->
                answer(
                        exchange,
                        StatusCodes.OK,
                        "application/json",
                        "{\"connections\":"
                                + connections.open().size()
                                + ","
                                + counters.json()
                                + "}");
    }

    private static void answer(HttpServerExchange exchange, int status, String type, String text) {
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, type)
                .put(Headers.CACHE_CONTROL, "no-store");
        exchange.setStatusCode(status);
        exchange.getResponseSender().send(text);
    }
}
