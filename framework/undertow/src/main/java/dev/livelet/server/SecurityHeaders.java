package dev.livelet.server;

import dev.livelet.LiveletException;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts the security headers on every response before its handler runs; a handler of the application
 * may replace one. Pages run without inline script, inline style or HTML strings in script (Content
 * Security Policy Level 3, Trusted Types).
 */
final class SecurityHeaders implements HttpHandler {
    private static final HttpString POLICY = new HttpString("Content-Security-Policy");
    private static final HttpString RESOURCE_POLICY =
            new HttpString("Cross-Origin-Resource-Policy");

    /** Content Security Policy Level 3, Trusted Types, Upgrade Insecure Requests. */
    private static final Set<String> KNOWN =
            Set.of(
                    "base-uri",
                    "child-src",
                    "connect-src",
                    "default-src",
                    "font-src",
                    "form-action",
                    "frame-ancestors",
                    "frame-src",
                    "img-src",
                    "manifest-src",
                    "media-src",
                    "object-src",
                    "report-to",
                    "report-uri",
                    "require-trusted-types-for",
                    "sandbox",
                    "script-src",
                    "script-src-attr",
                    "script-src-elem",
                    "style-src",
                    "style-src-attr",
                    "style-src-elem",
                    "trusted-types",
                    "upgrade-insecure-requests",
                    "webrtc",
                    "worker-src");

    private final Map<String, String> directives = new LinkedHashMap<>();
    private final HttpHandler next;
    private final String plainPolicy;

    /** The policy's {@code frame-ancestors} for old browsers; null where they cannot be told. */
    private final @Nullable String frameOptions;

    /**
     * @param changes directives of the application, by name; they replace the default ones
     */
    SecurityHeaders(Map<String, String> changes, HttpHandler next) {
        directives.put("default-src", "'self'");
        directives.put("script-src", "'self'");
        directives.put("style-src", "'self'");
        directives.put("object-src", "'none'");
        directives.put("base-uri", "'none'");
        directives.put("form-action", "'self'");
        directives.put("frame-ancestors", "'none'");
        directives.put("require-trusted-types-for", "'script'");
        directives.put("trusted-types", "'none'");
        directives.putAll(changes);
        this.next = next;
        plainPolicy = policy("");
        frameOptions =
                switch (String.valueOf(directives.get("frame-ancestors"))) {
                    case "'none'" -> "DENY";
                    case "'self'" -> "SAMEORIGIN";
                    default -> null;
                };
    }

    /** Browsers pass over a directive that they do not know, and with it what it was to forbid. */
    static void check(String directive) {
        if (!KNOWN.contains(directive))
            throw new LiveletException(
                    "\""
                            + directive
                            + "\" is no directive of the Content-Security-Policy; there are "
                            + new TreeSet<>(KNOWN)
                            + ".");
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        HeaderMap headers = exchange.getResponseHeaders();
        headers.put(POLICY, plainPolicy);
        headers.put(Headers.X_CONTENT_TYPE_OPTIONS, "nosniff");
        if (frameOptions != null) headers.put(Headers.X_FRAME_OPTIONS, frameOptions);
        headers.put(Headers.REFERRER_POLICY, "strict-origin-when-cross-origin");
        headers.put(RESOURCE_POLICY, "same-origin");
        next.handleRequest(exchange);
    }

    /** Allows this sheet in a {@code <style>} of this response, by its hash. */
    void allowStyle(HttpServerExchange exchange, String sheet) {
        exchange.getResponseHeaders()
                .put(
                        POLICY,
                        policy(
                                " 'sha256-"
                                        + Base64.getEncoder().encodeToString(sha256(sheet))
                                        + "'"));
    }

    private String policy(String styleHash) {
        StringBuilder policy = new StringBuilder();
        directives.forEach(
                (name, sources) ->
                        policy.append(policy.isEmpty() ? "" : "; ")
                                .append(name)
                                .append(' ')
                                .append(sources)
                                .append(name.equals("style-src") ? styleHash : ""));
        return policy.toString();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
