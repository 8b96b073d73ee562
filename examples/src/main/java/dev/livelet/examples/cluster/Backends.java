package dev.livelet.examples.cluster;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.server.handlers.CookieImpl;
import io.undertow.util.AttachmentKey;
import io.undertow.util.AttachmentList;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which node a request goes to: the next that is not away, one after the other; a node that was
 * tried for this request already comes no more. Thread-safe.
 */
final class Backends {
    private static final String COOKIE = "demo-node";
    private static final AttachmentKey<AttachmentList<Backend>> TRIED =
            AttachmentKey.createList(Backend.class);

    private final List<Backend> all;
    private final boolean sticky;
    private final AtomicInteger turn = new AtomicInteger();

    /**
     * @param sticky whether a browser goes on with the node that it was with, while that is not
     *     away
     */
    Backends(List<Backend> all, boolean sticky) {
        this.all = List.copyOf(all);
        this.sticky = sticky;
    }

    List<Backend> all() {
        return all;
    }

    /** A node that this request has not been sent to yet; null when there is none left. */
    @Nullable Backend next(HttpServerExchange exchange) {
        List<Backend> tried = exchange.getAttachmentList(TRIED);
        List<Backend> left = all.stream().filter(backend -> !tried.contains(backend)).toList();
        // When all are said to be away, the news may be old.
        List<Backend> here = left.stream().filter(backend -> !backend.isAway()).toList();
        if (!here.isEmpty()) left = here;
        if (left.isEmpty()) return null;
        Backend chosen = left.get(Math.floorMod(turn.getAndIncrement(), left.size()));
        if (sticky) chosen = stay(exchange, left, chosen);
        exchange.addToAttachmentList(TRIED, chosen);
        return chosen;
    }

    private static Backend stay(HttpServerExchange exchange, List<Backend> left, Backend other) {
        Cookie cookie = exchange.getRequestCookie(COOKIE);
        for (Backend backend : left)
            if (cookie != null && backend.name().equals(cookie.getValue())) return backend;
        exchange.setResponseCookie(
                new CookieImpl(COOKIE, other.name())
                        .setPath("/")
                        .setHttpOnly(true)
                        .setSameSiteMode("Lax"));
        return other;
    }
}
