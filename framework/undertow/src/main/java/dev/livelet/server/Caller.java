package dev.livelet.server;

import dev.livelet.RenderContext;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.util.HeaderValues;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Who is asking: what guards, tokens and limits go by, taken off the request so that nothing of
 * Undertow's is held by a session.
 *
 * @param headers by lower-case name
 * @param address the client's, trusted proxies taken off
 * @param secure whether the browser came by TLS, as far as this server and its trusted proxies know
 */
record Caller(
        Map<String, List<String>> headers,
        Map<String, String> cookies,
        String address,
        boolean secure) {
    private static final Pattern BROWSER = Pattern.compile("[A-Za-z0-9_-]{22}");
    private static final SecureRandom RANDOM = new SecureRandom();

    static Caller of(HttpServerExchange exchange, TrustedProxies proxies) {
        Map<String, List<String>> headers = new HashMap<>();
        for (HeaderValues values : exchange.getRequestHeaders())
            headers.put(
                    values.getHeaderName().toString().toLowerCase(Locale.ROOT),
                    List.of(values.toArray()));
        Map<String, String> cookies = new HashMap<>();
        for (Cookie cookie : exchange.requestCookies())
            cookies.put(cookie.getName(), cookie.getValue());
        InetSocketAddress peer = exchange.getSourceAddress();
        String address =
                peer.getAddress() == null
                        ? peer.getHostString()
                        : peer.getAddress().getHostAddress();
        boolean secure = exchange.getRequestScheme().equals("https");
        if (proxies.trusts(address)) {
            secure |= headers.getOrDefault("x-forwarded-proto", List.of()).equals(List.of("https"));
            address = proxies.client(address, headers.getOrDefault("x-forwarded-for", List.of()));
        }
        return new Caller(Map.copyOf(headers), Map.copyOf(cookies), address, secure);
    }

    @Nullable String header(String name) {
        List<String> values = headers.get(name);
        return values == null || values.isEmpty() ? null : values.getFirst();
    }

    /**
     * The cookie that tokens are bound to. Over TLS its prefix keeps other hosts from setting it.
     */
    String cookieName() {
        return secure ? "__Host-livelet" : "livelet";
    }

    /** The value of that cookie, or null when this browser has none yet. */
    @Nullable String browser() {
        String value = cookies.get(cookieName());
        return value != null && BROWSER.matcher(value).matches() ? value : null;
    }

    static String newBrowser() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * @param languages what the application speaks; the first is the default; may be empty
     */
    RenderContext context(List<Locale> languages) {
        if (languages.isEmpty()) return RenderContext.DEFAULT;
        Locale found = null;
        String accepted = header("accept-language");
        if (accepted != null && accepted.length() <= 500) {
            try {
                found = Locale.lookup(Locale.LanguageRange.parse(accepted), languages);
            } catch (IllegalArgumentException malformed) {
                found = null; // a header that cannot be read asks for nothing
            }
        }
        return new RenderContext(
                found == null ? languages.getFirst() : found, ZoneOffset.UTC, false);
    }
}
