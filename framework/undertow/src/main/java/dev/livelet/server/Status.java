package dev.livelet.server;

import dev.livelet.session.SessionCounters;
import dev.livelet.session.Sessions;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;

import java.lang.reflect.Field;
import java.util.StringJoiner;
import java.util.concurrent.atomic.LongAdder;
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

    /** All counters of the server and of its sessions, as one JSON object. */
    static HttpHandler metrics(Counters counters, Connections connections, Sessions sessions) {
        return exchange -> {
            StringJoiner json = new StringJoiner(",", "{", "}");
            json.add("\"connections\":" + connections.open().size());
            json.add("\"sessions\":" + sessions.all().size());
            json.add(counters.json());
            for (Field field : SessionCounters.class.getFields()) {
                if (field.get(sessions.counters()) instanceof LongAdder adder) {
                    String name = "session_" + Setting.kebab(field.getName()).replace('-', '_');
                    json.add('"' + name + "\":" + adder.sum());
                }
            }
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
