package dev.livelet.server;

import dev.livelet.session.SessionSettings;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that can be set. {@code -Dlivelet.join-timeout=5s} is also {@code
 * LIVELET_JOIN_TIMEOUT=5s} and {@code Livelet.create().set("join-timeout", "5s")}; the first of
 * system property, environment, code and default counts.
 *
 * @param name as in {@code set("join-timeout", …)}
 * @param fallback its default, as text
 */
record Setting(String name, Kind kind, String fallback, String meaning) {
    enum Kind {
        NUMBER,
        FLAG,
        DURATION,
        TEXT,
        LIST,
        SECRETS
    }

    private static final List<Setting> KNOWN = new ArrayList<>();

    static final Setting PORT = number("port", 8080, "port to listen on; 0 lets the system choose");
    static final Setting HOST = text("host", Kind.TEXT, "0.0.0.0", "address to listen on");
    static final Setting DEVELOPMENT = flag("development", "error pages show the cause");
    static final Setting KEYS =
            text(
                    "keys",
                    Kind.SECRETS,
                    "",
                    "secrets that sign tokens, at least 32 characters each: the first signs, all"
                            + " verify; random when absent");
    static final Setting ORIGINS =
            text(
                    "origins",
                    Kind.LIST,
                    "",
                    "origins besides the page's own that may open the WebSocket, as"
                            + " https://example.org");
    static final Setting TRUSTED_PROXIES =
            text(
                    "trusted-proxies",
                    Kind.LIST,
                    "",
                    "addresses or networks (10.0.0.0/8) whose X-Forwarded-For and X-Forwarded-Proto"
                            + " are believed");
    static final Setting LANGUAGES =
            text(
                    "languages",
                    Kind.LIST,
                    "",
                    "languages the application speaks, as en,de-CH; the first is the default");
    static final Setting TOKEN_LIFETIME =
            time("token-lifetime", "7d", "how long a page may be resumed without a reload");
    static final Setting JOIN_TIMEOUT =
            time("join-timeout", "10s", "from the WebSocket's handshake to its join");
    static final Setting IDLE_TIMEOUT =
            time("idle-timeout", "45s", "a WebSocket that sends nothing for so long is dead");
    static final Setting DRAIN_TIMEOUT =
            time(
                    "drain-timeout",
                    "10s",
                    "output that does not drain for so long closes the WebSocket");
    static final Setting MAX_OUTPUT =
            number("max-output", 1_000_000, "bytes that may wait for a WebSocket to drain");
    static final Setting MAX_FRAME = number("max-frame", 65_536, "bytes of one WebSocket message");
    static final Setting MAX_FRAME_RATE =
            number(
                    "max-frame-rate",
                    300,
                    "WebSocket frames of any kind in one second on one connection");
    static final Setting CONNECTIONS_PER_ADDRESS =
            number("connections-per-address", 100, "WebSockets from one address");
    static final Setting CONNECTIONS_PER_IDENTITY =
            number("connections-per-identity", 20, "WebSockets of one identity");
    static final Setting MAX_BODY = number("max-body", 2_097_152, "bytes of a request's body");
    static final Setting STOP_TIMEOUT =
            time("stop-timeout", "5s", "how long a stop waits for pages to leave");
    static final Setting METRICS = flag("metrics", "serve /livelet/metrics");
    static final Setting TLS_KEYSTORE =
            text("tls-keystore", Kind.TEXT, "", "PKCS12 file with certificate and key");
    static final Setting TLS_PASSWORD =
            text("tls-password", Kind.SECRETS, "", "password of the keystore");
    static final Setting TLS_CERTIFICATE =
            text("tls-certificate", Kind.TEXT, "", "PEM file with the certificate chain");
    static final Setting TLS_KEY =
            text("tls-key", Kind.TEXT, "", "PEM file with the unencrypted PKCS#8 key");

    static {
        for (RecordComponent component : SessionSettings.class.getRecordComponents()) {
            Object fallback = SessionDefaults.value(component);
            String meaning = "about sessions, see docs/configuration.md";
            if (fallback instanceof Duration duration)
                time(kebab(component.getName()), text(duration), meaning);
            else if (fallback instanceof Integer number)
                number(kebab(component.getName()), number, meaning);
        }
    }

    static List<Setting> known() {
        return KNOWN;
    }

    static Optional<Setting> named(String name) {
        return KNOWN.stream().filter(setting -> setting.name.equals(name)).findFirst();
    }

    static Setting nearest(String name) {
        return KNOWN.stream()
                .min(Comparator.comparingInt(setting -> distance(setting.name, name)))
                .orElseThrow();
    }

    String property() {
        return "livelet." + name;
    }

    String variable() {
        return "LIVELET_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** {@code pendingPerAddress} as {@code pending-per-address}. */
    static String kebab(String camel) {
        return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static Setting text(String name, Kind kind, String fallback, String meaning) {
        Setting setting = new Setting(name, kind, fallback, meaning);
        KNOWN.add(setting);
        return setting;
    }

    private static Setting number(String name, int fallback, String meaning) {
        return text(name, Kind.NUMBER, String.valueOf(fallback), meaning);
    }

    private static Setting flag(String name, String meaning) {
        return text(name, Kind.FLAG, "false", meaning);
    }

    private static Setting time(String name, String fallback, String meaning) {
        return text(name, Kind.DURATION, fallback, meaning);
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? duration.toSeconds() + "s"
                : duration.toMillis() + "ms";
    }

    /** Levenshtein. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
