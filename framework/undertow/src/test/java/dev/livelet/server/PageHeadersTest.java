package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.LiveletException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;

/** What comes with a page: its policy, and the cookie that names the browser. */
class PageHeadersTest {
    private final GreeterServer greeter = new GreeterServer();

    @AfterEach
    void stop() {
        greeter.close();
    }

    @Test
    void everyResponseHasTheSecurityHeadersAndPagesAreNotStored() throws Exception {
        for (String path :
                List.of("/hello/x", "/nothing", "/livelet/health/live", "/livelet/none.js")) {
            HttpResponse<String> response = greeter.get(path);
            String policy = response.headers().firstValue("content-security-policy").orElse("");
            for (String part :
                    List.of(
                            "default-src 'self'",
                            "script-src 'self'",
                            "style-src 'self'",
                            "object-src 'none'",
                            "base-uri 'none'",
                            "frame-ancestors 'none'",
                            "require-trusted-types-for 'script'",
                            "trusted-types 'none'",
                            "form-action 'self'"))
                assertTrue(policy.contains(part), path + ": " + policy);
            assertEquals("DENY", response.headers().firstValue("x-frame-options").orElse(""), path);
            assertEquals(
                    "nosniff",
                    response.headers().firstValue("x-content-type-options").orElse(""),
                    path);
            assertEquals(
                    "strict-origin-when-cross-origin",
                    response.headers().firstValue("referrer-policy").orElse(""),
                    path);
        }
        assertEquals(
                "no-store, no-transform",
                greeter.get("/hello/x").headers().firstValue("cache-control").orElse(""));
    }

    @Test
    void theStyleSheetOfThePageIsAllowedByItsHashAndNoOther() throws Exception {
        HttpResponse<String> response = greeter.get("/hello/x");
        String sheet = TestPage.find(response.body(), "<style id=\"live-style\">([^<]*)</style>");
        String hash =
                Base64.getEncoder()
                        .encodeToString(
                                MessageDigest.getInstance("SHA-256")
                                        .digest(sheet.getBytes("UTF-8")));
        String policy = response.headers().firstValue("content-security-policy").orElse("");
        assertTrue(policy.contains("style-src 'self' 'sha256-" + hash + "';"), policy);
        assertFalse(policy.contains("unsafe"), policy);
    }

    @Test
    void frameOptionsFollowThePolicysFrameAncestors() throws Exception {
        for (List<String> row :
                List.of(
                        List.of("'self'", "SAMEORIGIN"),
                        List.of("https://portal.example", "none"))) {
            greeter.restart(
                    GreeterServer.application()
                            .contentSecurityPolicy("frame-ancestors", row.getFirst()));
            HttpResponse<String> response = greeter.get("/hello/x");
            String policy = response.headers().firstValue("content-security-policy").orElse("");
            assertTrue(policy.contains("frame-ancestors " + row.getFirst()), policy);
            assertEquals(
                    row.getLast(), response.headers().firstValue("x-frame-options").orElse("none"));
        }
    }

    @Test
    void aDirectiveThatBrowsersDoNotKnowIsRefused() {
        String message =
                assertThrows(
                                LiveletException.class,
                                () -> Livelet.create().contentSecurityPolicy("img-scr", "*"))
                        .getMessage();
        assertTrue(
                String.valueOf(message)
                        .startsWith(
                                "\"img-scr\" is no directive of the Content-Security-Policy; there"
                                        + " are [base-uri,"),
                message);
    }

    @Test
    void theBrowserGetsACookieThatScriptsCannotRead() throws Exception {
        HttpResponse<String> first = greeter.get("/hello/x");
        String cookie = first.headers().firstValue("set-cookie").orElse("");
        assertTrue(
                cookie.matches("livelet=[A-Za-z0-9_-]{22}; Path=/; HttpOnly; SameSite=Lax"),
                cookie);
        HttpResponse<String> second = greeter.get("/hello/x", "Cookie", cookie.split(";")[0]);
        assertTrue(
                second.headers().firstValue("set-cookie").isEmpty(),
                "a cookie that is there stays");
        assertTrue(
                greeter.get("/hello/x", "Cookie", "livelet=forged")
                        .headers()
                        .firstValue("set-cookie")
                        .isPresent());
    }
}
