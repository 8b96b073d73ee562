package dev.livelet.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;

import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a user sees when there is no page. Nothing of the inside, unless in development. */
final class ErrorPages {
    private final boolean development;

    ErrorPages(boolean development) {
        this.development = development;
    }

    void send(HttpServerExchange exchange, int status, String text) {
        send(exchange, status, text, null);
    }

    void send(HttpServerExchange exchange, int status, String text, @Nullable Throwable cause) {
        if (exchange.isResponseStarted()) return;
        String title = status + " " + StatusCodes.getReason(status);
        String page =
                "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta"
                    + " name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>"
                        + title
                        + "</title></head><body><h1>"
                        + title
                        + "</h1><p>"
                        + Markup.escape(text)
                        + "</p>"
                        + (cause != null && development ? trace(cause) : "")
                        + "</body></html>";
        exchange.setStatusCode(status);
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, "text/html; charset=utf-8")
                .put(Headers.CACHE_CONTROL, "no-store");
        exchange.getResponseSender().send(page);
    }

    private static String trace(Throwable cause) {
        StringWriter trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace));
        return "<pre>" + Markup.escape(trace.toString()) + "</pre>";
    }
}
