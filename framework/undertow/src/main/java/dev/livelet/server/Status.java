package dev.livelet.server;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;

import java.util.StringJoiner;
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

    /** All figures, as one JSON object. */
    static HttpHandler metrics(Figures figures) {
        return exchange -> {
            StringJoiner json = new StringJoiner(",", "{", "}");
            figures.now().forEach((name, value) -> json.add('"' + name + "\":" + value));
            answer(exchange, StatusCodes.OK, "application/json", json.toString());
        };
    }

    private static void answer(HttpServerExchange exchange, int status, String type, String text) {
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, type)
                .put(Headers.CACHE_CONTROL, "no-store");
        exchange.setStatusCode(status);
        exchange.getResponseSender().send(text);
    }
}
