package dev.livelet.server;

import dev.livelet.server.Counters.Count;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;

import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Forms that are sent before the runtime is there. Each carries a token bound to the browser's
 * cookie; a POST without it changes nothing and is refused, one with it leads back to the page.
 */
final class EarlySubmits {
    private static final byte[] FORM_END = " method=\"post\">".getBytes(StandardCharsets.UTF_8);
    private static final String NAME = "_livelet";
    private static final int SLOWEST_BODY = 10;

    private final Tokens tokens;
    private final ErrorPages errors;
    private final Counters counters;
    private final Executor threads;

    EarlySubmits(Tokens tokens, ErrorPages errors, Counters counters, Executor threads) {
        this.tokens = tokens;
        this.errors = errors;
        this.counters = counters;
        this.threads = threads;
    }

    /**
     * Puts the hidden field into each form that the templates gave its method. A text cannot look
     * like the end of such a tag: its {@code >} is escaped.
     */
    byte[] addFields(byte[] html, String browser) {
        int at = indexOf(html, FORM_END, 0);
        if (at < 0) return html;
        String field =
                "<input type=\"hidden\" name=\"_livelet\" value=\""
                        + tokens.forForm(browser)
                        + "\">";
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream filled = new ByteArrayOutputStream(html.length + 200);
        int from = 0;
        while (at >= 0) {
            int end = at + FORM_END.length;
            filled.write(html, from, end - from);
            if (isOurForm(html, at)) filled.writeBytes(bytes);
            from = end;
            at = indexOf(html, FORM_END, from);
        }
        filled.write(html, from, html.length - from);
        return filled.toByteArray();
    }

    /** Whether the tag that ends there is a form without an action: one that posts to its page. */
    private static boolean isOurForm(byte[] html, int end) {
        int start = end;
        while (start > 0 && html[start] != '<') start--;
        String tag = new String(html, start, end - start, StandardCharsets.UTF_8);
        return (tag + " ").startsWith("<form ") && !tag.contains(" action=");
    }

    void handle(HttpServerExchange exchange, Caller caller, String target) {
        XnioExecutor.Key deadline =
                exchange.getIoThread()
                        .executeAfter(
                                () -> IoUtils.safeClose(exchange.getConnection()),
                                SLOWEST_BODY,
                                TimeUnit.SECONDS);
        exchange.getRequestReceiver()
                .receiveFullBytes(
                        (received, body) -> {
                            deadline.remove();
                            received.dispatch(
                                    threads,
                                    dispatched -> answer(dispatched, caller, target, body));
                        },
                        (failed, _) -> {
                            deadline.remove();
                            errors.send(
                                    failed,
                                    StatusCodes.REQUEST_ENTITY_TOO_LARGE,
                                    "The form is too large.");
                        });
    }

    private void answer(HttpServerExchange exchange, Caller caller, String target, byte[] body) {
        String browser = caller.browser();
        String token = token(exchange, new String(body, StandardCharsets.ISO_8859_1));
        if (browser == null
                || token == null
                || !(tokens.checkForm(token, browser) instanceof Tokens.Finding.Valid)) {
            counters.add(Count.CSRF_REFUSED);
            errors.send(
                    exchange,
                    StatusCodes.FORBIDDEN,
                    "This form was not sent from its page. Go back, reload the page, and try"
                            + " again.");
            return;
        }
        exchange.getResponseHeaders()
                .put(Headers.LOCATION, target)
                .put(Headers.CACHE_CONTROL, "no-store");
        exchange.setStatusCode(StatusCodes.SEE_OTHER).endExchange();
    }

    /**
     * The field's value in a body of any of the three kinds that browsers send. It is the form's
     * first field, and all of it is ASCII.
     */
    private static @Nullable String token(HttpServerExchange exchange, String body) {
        String type = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
        String kind = type == null ? "" : type.split(";", 2)[0].strip();
        String start =
                kind.equals("multipart/form-data") ? "name=\"" + NAME + "\"\r\n\r\n" : NAME + "=";
        int at = body.indexOf(start);
        if (at < 0) return null;
        int from = at + start.length();
        int to = from;
        while (to < body.length()
                && (Character.isLetterOrDigit(body.charAt(to))
                        || "-_".indexOf(body.charAt(to)) >= 0)) to++;
        return body.substring(from, to);
    }

    private static int indexOf(byte[] in, byte[] what, int from) {
        for (int i = from; i <= in.length - what.length; i++) {
            if (in[i] != what[0]) continue;
            int k = 1;
            while (k < what.length && in[i + k] == what[k]) k++;
            if (k == what.length) return i;
        }
        return -1;
    }
}
