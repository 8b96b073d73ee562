package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.LiveletException;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

class SettingsTest {
    private static final Map<String, String> NONE = Map.of();

    @Test
    void withoutAnythingTheDefaultsCount() {
        Settings settings = Settings.of(NONE, NONE, NONE);
        assertEquals(8080, settings.number(Setting.PORT));
        assertEquals(Duration.ofSeconds(10), settings.duration(Setting.JOIN_TIMEOUT));
        assertTrue(
                settings.describe().contains("livelet.port = 8080  [default]"),
                settings.describe());
    }

    @Test
    void aSystemPropertyWinsOverTheEnvironmentAndThatOverTheCode() {
        Map<String, String> code = Map.of("port", "1", "host", "code", "grace", "7s");
        Settings settings =
                Settings.of(
                        code,
                        Map.of("livelet.port", "3", "java.version", "25"),
                        Map.of("LIVELET_PORT", "2", "LIVELET_HOST", "env", "HOME", "/"));
        assertEquals(3, settings.number(Setting.PORT));
        assertEquals("env", settings.text(Setting.HOST));
        String all = settings.describe();
        assertTrue(all.contains("livelet.port = 3  [system property]"), all);
        assertTrue(all.contains("livelet.host = env  [environment]"), all);
        assertTrue(all.contains("livelet.grace = 7s  [code]"), all);
    }

    @Test
    void whatSessionsAreSetToComesFromTheirRecord() {
        Settings settings = Settings.of(Map.of("grace", "1500ms", "window", "3"), NONE, NONE);
        assertEquals(Duration.ofMillis(1500), SessionDefaults.with(settings).grace());
        assertEquals(3, SessionDefaults.with(settings).window());
        assertEquals(Duration.ofSeconds(30), SessionDefaults.with(settings).pending());
    }

    @Test
    void whatIsEmptyIsNotGiven() {
        Settings settings =
                Settings.of(
                        Map.of("port", "1"),
                        Map.of("livelet.port", ""),
                        Map.of("LIVELET_PORT", " "));
        assertEquals(1, settings.number(Setting.PORT));
    }

    @Test
    void secretsAreNotShown() {
        String key = "0123456789abcdef0123456789abcdef";
        String all = Settings.of(Map.of("keys", key), NONE, NONE).describe();
        assertFalse(all.contains(key));
        assertTrue(all.contains("livelet.keys = (secret)  [code]"), all);
    }

    @Test
    void allMistakesAreToldAtOnceEachWithItsSourceAndTheFix() {
        LiveletException wrong =
                assertThrows(
                        LiveletException.class,
                        () ->
                                Settings.of(
                                        Map.of("jointimeout", "5s"),
                                        Map.of(
                                                "livelet.prot",
                                                "1",
                                                "livelet.grace",
                                                "2 minutes",
                                                "livelet.keys",
                                                "short"),
                                        Map.of(
                                                "LIVELET_METRIC",
                                                "true",
                                                "LIVELET_PORT",
                                                "70000",
                                                "LIVELET_DEVELOPMENT",
                                                "yes")));
        String text = String.valueOf(wrong.getMessage());
        assertTrue(text.startsWith("The settings are wrong:\n"), text);
        for (String line :
                new String[] {
                    "jointimeout (set in code) is no setting of Livelet; the nearest is"
                            + " join-timeout (from the WebSocket's handshake to its join)",
                    "livelet.prot (system property) is no setting of Livelet; the nearest is"
                            + " livelet.port (port to listen on; 0 lets the system choose)",
                    "LIVELET_METRIC (environment) is no setting of Livelet; the nearest is"
                            + " LIVELET_METRICS (serve /livelet/metrics)",
                    "livelet.port = 70000 (environment) is not a port, 0 to 65535",
                    "livelet.development = yes (environment) is not true or false",
                    "livelet.grace = 2 minutes (system property) is not a time, as 120s (units ms,"
                            + " s, m, h, d)",
                    "livelet.keys (system property) has a key of fewer than 32 characters; make one"
                            + " with: openssl rand -base64 32"
                }) assertTrue(text.contains("\n  " + line), () -> line + "\n is not in \n" + text);
        assertEquals(8, text.lines().count(), text);
    }
}
