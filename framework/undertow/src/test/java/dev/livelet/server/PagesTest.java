package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.Guard.Verdict;
import dev.livelet.Identity;
import dev.livelet.LiveView;
import dev.livelet.LiveletException;
import dev.livelet.On;
import dev.livelet.Socket;
import dev.livelet.Template;
import dev.livelet.server.Counters.Count;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

class PagesTest {
    /** Says who and where. */
    record Hello(String text) {}

    static final class Greeter implements LiveView<Hello> {
        static final Template<Hello> PAGE =
                Template.of(
                        Hello.class,
                        """
                        <p style="color: red">{text}</p>
                        <form on:submit={sent()}><input name="word"></form>
                        """);

        @Override
        public Template<Hello> template() {
            return PAGE;
        }

        @Override
        public Hello mount(Socket socket) {
            if (socket.params().find("fail").isPresent())
                throw new IllegalStateException("a secret <of the> inside");
            if (socket.params().find("away").isPresent())
                socket.redirect("/" + socket.params().find("to").orElse("elsewhere"));
            socket.title("A & <B>");
            return new Hello(
                    socket.params().get("who")
                            + " "
                            + socket.identity().map(Identity::id).orElse("nobody"));
        }

        @On
        void sent(Hello state) {}
    }

    private LiveServer server = start(Livelet.create().live("/hello/{who}", new Greeter()));

    private static LiveServer start(Livelet application) {
        return application.set("stop-timeout", "0s").start(0);
    }

    private void restart(Livelet application) {
        server.close();
        server = start(application);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> get(String path, String... headers)
            throws IOException, InterruptedException {
        return TestPage.get(server, path, headers);
    }

    @Test
    void aPageIsAWholeDocument() throws Exception {
        String html = get("/hello/J%C3%BCrgen").body();
        assertTrue(
                html.startsWith(
                        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta"
                                + " name=\"viewport\""),
                html);
        assertTrue(html.contains("<title>A &amp; &lt;B&gt;</title>"), html);
        assertTrue(html.contains("Jürgen nobody</p>"), html);
        assertTrue(
                html.matches(
                        "(?s).*<body><div data-live=\"[^\"]+\" data-live-token=\"[A-Za-z0-9_-]+\""
                                + " data-live-template=\"\\d+\""
                                + " data-live-state=\"connecting\">.*</div></body></html>"),
                html);
        int runtime = html.indexOf("<script defer src=\"/livelet/livelet-");
        int bundle = html.indexOf("<script defer src=\"/livelet/bundle-");
        assertTrue(0 < runtime && runtime < bundle, html);
    }

    @Test
    void everyResponseHasTheSecurityHeadersAndPagesAreNotStored() throws Exception {
        for (String path :
                List.of("/hello/x", "/nothing", "/livelet/health/live", "/livelet/none.js")) {
            HttpResponse<String> response = get(path);
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
                get("/hello/x").headers().firstValue("cache-control").orElse(""));
    }

    @Test
    void theStyleSheetOfThePageIsAllowedByItsHashAndNoOther() throws Exception {
        HttpResponse<String> response = get("/hello/x");
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
    void theBrowserGetsACookieThatScriptsCannotRead() throws Exception {
        HttpResponse<String> first = get("/hello/x");
        String cookie = first.headers().firstValue("set-cookie").orElse("");
        assertTrue(
                cookie.matches("livelet=[A-Za-z0-9_-]{22}; Path=/; HttpOnly; SameSite=Lax"),
                cookie);
        HttpResponse<String> second = get("/hello/x", "Cookie", cookie.split(";")[0]);
        assertTrue(
                second.headers().firstValue("set-cookie").isEmpty(),
                "a cookie that is there stays");
        assertTrue(
                get("/hello/x", "Cookie", "livelet=forged")
                        .headers()
                        .firstValue("set-cookie")
                        .isPresent());
    }

    @Test
    void aLookMountsNothing() throws Exception {
        HttpResponse<Void> head =
                TestPage.HTTP.send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/hello/x"))
                                .HEAD()
                                .build(),
                        BodyHandlers.discarding());
        assertEquals(200, head.statusCode());
        assertEquals(0, server.counters().get(Count.PAGES));
    }

    @Test
    void whatIsNotThereIsNotFoundAndOtherMethodsAreRefused() throws Exception {
        assertEquals(404, get("/nothing").statusCode());
        assertEquals(404, get("/hello/a/b").statusCode());
        assertEquals(404, get("/hello/%ff").statusCode());
        HttpResponse<String> put =
                TestPage.HTTP.send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/hello/x"))
                                .PUT(BodyPublishers.ofString("x"))
                                .build(),
                        BodyHandlers.ofString());
        assertEquals(405, put.statusCode());
        assertEquals("GET, HEAD, POST", put.headers().firstValue("allow").orElse(""));
    }

    @Test
    void anErrorShowsNothingOfTheInsideButInDevelopment() throws Exception {
        HttpResponse<String> hidden = get("/hello/x?fail=1");
        assertEquals(500, hidden.statusCode());
        assertFalse(hidden.body().contains("secret"), hidden.body());
        assertFalse(hidden.body().contains("Exception"), hidden.body());
        restart(Livelet.create().live("/hello/{who}", new Greeter()).development(true));
        assertTrue(
                get("/hello/x?fail=1")
                        .body()
                        .contains("IllegalStateException: a secret &lt;of the&gt; inside"));
    }

    @Test
    void mountMaySendTheUserElsewhere() throws Exception {
        HttpClient stubborn =
                HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
        HttpResponse<String> response =
                stubborn.send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/hello/x?away=1"))
                                .build(),
                        BodyHandlers.ofString());
        assertEquals(303, response.statusCode());
        assertEquals("/elsewhere", response.headers().firstValue("location").orElse(""));
        assertEquals(
                // Cut to a byte, U+012F would be a slash: //evil.example.
                "/%C4%AFevil.example",
                stubborn.send(
                                HttpRequest.newBuilder(
                                                URI.create(
                                                        server.url()
                                                                + "/hello/x?away=1&to=%C4%AFevil.example"))
                                        .build(),
                                BodyHandlers.ofString())
                        .headers()
                        .firstValue("location")
                        .orElse(""));
        assertEquals(0, server.counters().get(Count.PAGES));
    }

    @Test
    void guardsAdmitRedirectAndDenyAtThePageAndAgainAtTheJoin() throws Exception {
        restart(
                Livelet.create()
                        .guard(
                                request ->
                                        new Verdict.Admit(
                                                Optional.ofNullable(request.cookies().get("user"))
                                                        .map(Identity::of)))
                        .live("/hello/{who}", new Greeter())
                        .group(
                                request ->
                                        request.found().isPresent()
                                                ? new Verdict.Admit(Optional.empty())
                                                : new Verdict.Redirect("/login"),
                                group -> group.live("/in/{who}", new Greeter()))
                        .group(
                                _ -> new Verdict.Deny("nobody may"),
                                group -> group.live("/never/{who}", new Greeter())));
        assertTrue(get("/hello/x", "Cookie", "user=ada").body().contains("x ada"));
        assertEquals(303, get("/in/x").statusCode());
        assertEquals(403, get("/never/x").statusCode());

        TestPage page = TestPage.open(server, "/hello/x");
        try (TestSocket other =
                page.opening().with("Cookie", "livelet=" + page.browser() + "; user=ada").open()) {
            other.send(page.join());
            assertEquals("[-4,1,\"the user has changed\"]", other.receive());
        }
        page.joined().close();
    }

    @Test
    void anEarlySubmitWithItsTokenLeadsBackAndOneWithoutIsRefused() throws Exception {
        HttpResponse<String> page = get("/hello/x?a=b");
        String cookie = page.headers().firstValue("set-cookie").orElse("").split(";")[0];
        String token = TestPage.find(page.body(), "name=\"_livelet\" value=\"([A-Za-z0-9_-]+)\"");
        HttpResponse<String> good =
                post(
                        "/hello/x?a=b",
                        cookie,
                        "application/x-www-form-urlencoded",
                        "_livelet=" + token + "&word=secret");
        assertEquals(303, good.statusCode());
        assertEquals("/hello/x?a=b", good.headers().firstValue("location").orElse(""));
        String multipart =
                "--b\r\nContent-Disposition: form-data; name=\"_livelet\"\r\n\r\n"
                        + token
                        + "\r\n--b--\r\n";
        assertEquals(
                303,
                post("/hello/x", cookie, "multipart/form-data; boundary=b", multipart)
                        .statusCode());

        assertEquals(
                403,
                post("/hello/x", cookie, "application/x-www-form-urlencoded", "word=x")
                        .statusCode());
        assertEquals(
                403,
                post(
                                "/hello/x",
                                cookie,
                                "application/x-www-form-urlencoded",
                                "_livelet=" + token + "x")
                        .statusCode());
        assertEquals(
                403,
                post("/hello/x", "a=b", "application/x-www-form-urlencoded", "_livelet=" + token)
                        .statusCode());
        assertEquals(3, server.counters().get(Count.CSRF_REFUSED));
    }

    private HttpResponse<String> post(String path, String cookie, String type, String body)
            throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .headers("Cookie", cookie, "Content-Type", type)
                        .POST(BodyPublishers.ofString(body))
                        .build();
        return TestPage.HTTP.send(request, BodyHandlers.ofString());
    }

    @Test
    void frameOptionsFollowThePolicysFrameAncestors() throws Exception {
        for (List<String> row :
                List.of(
                        List.of("'self'", "SAMEORIGIN"),
                        List.of("https://portal.example", "none"))) {
            restart(
                    Livelet.create()
                            .live("/hello/{who}", new Greeter())
                            .contentSecurityPolicy("frame-ancestors", row.getFirst()));
            HttpResponse<String> response = get("/hello/x");
            String policy = response.headers().firstValue("content-security-policy").orElse("");
            assertTrue(policy.contains("frame-ancestors " + row.getFirst()), policy);
            assertEquals(
                    row.getLast(), response.headers().firstValue("x-frame-options").orElse("none"));
        }
    }

    @Test
    void bodiesAndHeadersAreBounded() throws Exception {
        restart(Livelet.create().live("/hello/{who}", new Greeter()).set("max-body", "1000"));
        assertEquals(
                413,
                post("/hello/x", "a=b", "application/x-www-form-urlencoded", "x".repeat(1001))
                        .statusCode());
        try {
            assertTrue(get("/hello/x", "X-Large", "x".repeat(20_000)).statusCode() >= 400);
        } catch (IOException closed) {
            assertTrue(closed.getMessage() != null, "the connection may also just be closed");
        }
    }

    @Test
    void aLayoutOfOnesOwnWritesTheWholeDocument() throws Exception {
        restart(
                Livelet.create()
                        .live("/hello/{who}", new Greeter())
                        .layout(
                                page ->
                                        "<!doctype html><title>"
                                                + page.title()
                                                + "</title>"
                                                + page.head()
                                                + "<main>"
                                                + page.root()
                                                + "</main>"));
        String html = get("/hello/x").body();
        assertTrue(
                html.startsWith("<!doctype html><title>A &amp; &lt;B&gt;</title><style id="), html);
        assertTrue(html.contains("<main><div data-live="), html);
    }

    @Test
    void aLayoutThatLeavesOutWhatAPageNeedsSaysWhat() throws Exception {
        refused(_ -> "nothing", "must contain page.root() once");
        refused(
                page -> "<!doctype html><body>" + page.root(),
                "must contain page.head(): without it the page is never live");
        refused(page -> page.head() + page.root(), "must begin with &lt;!doctype html&gt;");
    }

    private void refused(Layout layout, String why) throws Exception {
        restart(
                Livelet.create()
                        .live("/hello/{who}", new Greeter())
                        .development(true)
                        .layout(layout));
        HttpResponse<String> answer = get("/hello/x");
        assertEquals(500, answer.statusCode());
        assertTrue(answer.body().contains(why), answer.body());
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
    void aHandlerDoesNotStandInFrontOfPagesBelowItAndTheirGuards() throws Exception {
        restart(
                Livelet.create()
                        .live("/{who}/{more}", new Greeter())
                        .group(
                                _ -> new Verdict.Deny("closed"),
                                closed -> closed.live("/api/{who}", new Greeter()))
                        .handler("/api", exchange -> exchange.getResponseSender().send("handled"))
                        .handler("/rest", exchange -> exchange.getResponseSender().send("rest")));
        assertEquals(403, get("/api/x").statusCode());
        assertEquals("handled", get("/api").body());
        assertEquals("handled", get("/api/x/y").body());
        assertEquals("rest", get("/rest/x").body());
    }

    @Test
    void browsersThatAskForAnIconAreNotToldOfAnError() throws Exception {
        assertEquals(204, get("/favicon.ico").statusCode());
        assertEquals(404, get("/elsewhere.ico").statusCode());
    }

    @Test
    void theLanguageIsTheBestOfThoseTheApplicationSpeaks() throws Exception {
        restart(
                Livelet.create()
                        .live("/hello/{who}", new Greeter())
                        .set("languages", "en,de,pt-BR"));
        assertTrue(
                get("/hello/x", "Accept-Language", "fr, de-AT;q=0.8, en;q=0.5")
                        .body()
                        .contains("<html lang=\"de\">"));
        assertTrue(get("/hello/x", "Accept-Language", "xx").body().contains("<html lang=\"en\">"));
        assertTrue(get("/hello/x", "Accept-Language", ";;=").body().contains("<html lang=\"en\">"));
    }

    @Test
    void whenThereAreTooManyPagesMoreAreToldToComeBackLater() throws Exception {
        restart(Livelet.create().live("/hello/{who}", new Greeter()).set("sessions", "2"));
        get("/hello/1");
        get("/hello/2");
        HttpResponse<String> third = get("/hello/3");
        assertEquals(503, third.statusCode());
        assertEquals("5", third.headers().firstValue("retry-after").orElse(""));
    }
}
