package dev.livelet.server;

import dev.livelet.Guard.Verdict;
import dev.livelet.Identity;
import dev.livelet.LiveletException;
import dev.livelet.server.Counters.Count;
import dev.livelet.server.Routes.Match;
import dev.livelet.session.Page;
import dev.livelet.session.Sessions;
import dev.livelet.session.Sessions.TooManySessions;
import dev.livelet.session.Visit;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Requests for live routes. A GET runs the guards, mounts and renders on a virtual thread, and
 * answers with the whole document; the session then waits for its join. A POST is a form that was
 * sent before the runtime was there: it is checked for its token and led back to the page by GET,
 * so that what was typed never stands in an address.
 */
final class Pages implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Pages.class);
    private static final String ROOT = "<!--livelet root-->";

    private final Routes routes;
    private final Sessions sessions;
    private final Tokens tokens;
    private final TrustedProxies proxies;
    private final List<Locale> languages;
    private final Layout layout;
    private final String head;
    private final SecurityHeaders security;
    private final ErrorPages errors;
    private final EarlySubmits earlySubmits;
    private final Counters counters;
    private final Executor threads;
    private final HttpHandler otherwise;

    /**
     * @param head the tags of runtime, bundle and style sheet
     */
    Pages(
            Routes routes,
            Sessions sessions,
            Tokens tokens,
            TrustedProxies proxies,
            List<Locale> languages,
            Layout layout,
            String head,
            SecurityHeaders security,
            ErrorPages errors,
            Counters counters,
            Executor threads,
            HttpHandler otherwise) {
        this.routes = routes;
        this.sessions = sessions;
        this.tokens = tokens;
        this.proxies = proxies;
        this.languages = languages;
        this.layout = layout;
        this.head = head;
        this.security = security;
        this.errors = errors;
        this.earlySubmits = new EarlySubmits(tokens, errors, counters, threads);
        this.counters = counters;
        this.threads = threads;
        this.otherwise = otherwise;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String target = target(exchange);
        Match match = routes.find(target);
        HttpString method = exchange.getRequestMethod();
        if (match == null) {
            otherwise.handleRequest(exchange);
        } else if (method.equals(Methods.GET) || method.equals(Methods.HEAD)) {
            Caller caller = Caller.of(exchange, proxies);
            exchange.dispatch(threads, dispatched -> answer(dispatched, match, target, caller));
        } else if (method.equals(Methods.POST)) {
            earlySubmits.handle(exchange, Caller.of(exchange, proxies), target);
        } else {
            exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD, POST");
            errors.send(exchange, StatusCodes.METHOD_NOT_ALLOWED, "This address is for reading.");
        }
    }

    /**
     * What serves everything at and below {@code path}: the live routes that lie there, and {@code
     * handler} for the rest. A handler never stands in front of a page and its guards.
     */
    HttpHandler before(String path, HttpHandler handler) {
        return exchange -> {
            Match match = routes.find(target(exchange));
            if (match != null && match.route().pattern().isAtOrBelow(path)) handleRequest(exchange);
            else handler.handleRequest(exchange);
        };
    }

    /** Path and query as in the request line. */
    private static String target(HttpServerExchange exchange) {
        String path = exchange.getRequestURI();
        if (exchange.isHostIncludedInRequestURI()) {
            int slash = path.indexOf('/', path.indexOf("://") + 3);
            path = slash < 0 ? "/" : path.substring(slash);
        }
        String query = exchange.getQueryString();
        return query == null || query.isEmpty() ? path : path + "?" + query;
    }

    private void answer(HttpServerExchange exchange, Match match, String target, Caller caller) {
        try {
            switch (match.route().check(match.path(), match.params(), caller)) {
                case Verdict.Redirect(String url) -> redirect(exchange, url);
                case Verdict.Deny(String reason) -> {
                    counters.add(Count.GUARD_REFUSED);
                    LOG.info(
                            "A guard of {} refused {}: {}",
                            match.route().pattern(),
                            caller.address(),
                            reason);
                    errors.send(exchange, StatusCodes.FORBIDDEN, "You may not see this page.");
                }
                case Verdict.Admit(Optional<Identity> identity) ->
                        open(exchange, match, target, caller, identity);
            }
        } catch (TooManySessions full) {
            counters.add(Count.PAGES_OVER_LIMIT);
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "5");
            errors.send(
                    exchange,
                    StatusCodes.SERVICE_UNAVAILABLE,
                    "Too many people are here at the moment. Please try again shortly.");
        } catch (RuntimeException e) {
            counters.add(Count.SERVER_ERROR);
            LOG.error(
                    "The page {} of {} could not be made",
                    match.path(),
                    match.route().view().name(),
                    e);
            errors.send(
                    exchange,
                    StatusCodes.INTERNAL_SERVER_ERROR,
                    "Something went wrong on our side.",
                    e);
        }
    }

    private void open(
            HttpServerExchange exchange,
            Match match,
            String target,
            Caller caller,
            Optional<Identity> identity) {
        HeaderMap headers = exchange.getResponseHeaders();
        headers.put(Headers.CACHE_CONTROL, "no-store, no-transform")
                .put(Headers.CONTENT_TYPE, "text/html; charset=utf-8");
        if (exchange.getRequestMethod().equals(Methods.HEAD)) {
            exchange.endExchange(); // nothing is mounted for a look
            return;
        }
        String browser = caller.browser();
        if (browser == null) {
            browser = Caller.newBrowser();
            headers.add(
                    Headers.SET_COOKIE,
                    caller.cookieName()
                            + "="
                            + browser
                            + "; Path=/; HttpOnly; SameSite=Lax"
                            + (caller.secure() ? "; Secure" : ""));
        }
        Visit visit =
                new Visit(
                        match.path(),
                        match.params(),
                        identity,
                        caller.context(languages),
                        caller.address(),
                        browser);
        Page page = sessions.open(match.route().view(), visit);
        if (!page.redirect().isEmpty()) {
            redirect(exchange, page.redirect());
            return;
        }
        counters.add(Count.PAGES);
        String token =
                tokens.forPage(
                        page.session(),
                        match.route().pattern().toString(),
                        browser,
                        new PageOrigin(page.where(), target).text());
        byte[] html = earlySubmits.addFields(page.html(), browser);
        write(exchange, page, token, html, visit);
    }

    private void write(
            HttpServerExchange exchange, Page page, String token, byte[] html, Visit visit) {
        String style = "";
        if (!page.styleSheet().isEmpty()) {
            style = "<style id=\"live-style\">" + page.styleSheet() + "</style>";
            security.allowStyle(exchange, page.styleSheet());
        }
        String document =
                layout.document(
                        new Layout.Document(
                                visit.context().locale().toLanguageTag().equals("und")
                                        ? ""
                                        : visit.context().locale().toLanguageTag(),
                                Markup.escape(page.title()),
                                style + head,
                                ROOT,
                                visit.path()));
        int at = document.indexOf(ROOT);
        if (at < 0 || document.indexOf(ROOT, at + 1) >= 0)
            throw wrongLayout("must contain page.root() once", document);
        if (!document.contains(head))
            throw wrongLayout(
                    "must contain page.head(): without it the page is never live", document);
        if (!document.stripLeading().regionMatches(true, 0, "<!doctype html", 0, 14))
            throw wrongLayout("must begin with <!doctype html>", document);
        String root =
                "<div data-live=\""
                        + page.session()
                        + "\" data-live-token=\""
                        + token
                        + "\" data-live-template=\""
                        + page.template()
                        + "\" data-live-state=\"connecting\">";
        byte[] start = (document.substring(0, at) + root).getBytes(StandardCharsets.UTF_8);
        byte[] end =
                ("</div>" + document.substring(at + ROOT.length()))
                        .getBytes(StandardCharsets.UTF_8);
        // Undertow's buffers belong to threads, so each virtual one would allocate its own, and an
        // I/O thread spins while another thread ends an exchange of its.
        exchange.dispatch(
                exchange.getIoThread(), answered -> PooledBody.send(answered, start, html, end));
    }

    private LiveletException wrongLayout(String what, String document) {
        return new LiveletException(
                "The layout "
                        + layout.getClass().getName()
                        + " "
                        + what
                        + "; it returned: "
                        + document);
    }

    private static void redirect(HttpServerExchange exchange, String url) {
        if (url.chars().anyMatch(c -> c < 0x20 || c == 0x7f))
            throw new IllegalArgumentException("a redirect with control characters");
        exchange.getResponseHeaders()
                .put(Headers.LOCATION, ascii(url))
                .put(Headers.CACHE_CONTROL, "no-store");
        exchange.setStatusCode(StatusCodes.SEE_OTHER).endExchange();
    }

    /**
     * A header is written with one byte a character, so that others would turn into something else:
     * U+012F into a slash. Browsers encode them like this as well.
     */
    private static String ascii(String url) {
        StringBuilder out = new StringBuilder(url.length());
        for (byte b : url.getBytes(StandardCharsets.UTF_8)) {
            if (b >= 0) out.append((char) b);
            else out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
        }
        return out.toString();
    }
}
