package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.Guard.Verdict;
import dev.livelet.Identity;
import dev.livelet.server.Counters.Count;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;

/** What a request for a page is answered. */
class PagesTest {
    private final GreeterServer greeter = new GreeterServer();

    @AfterEach
    void stop() {
        greeter.close();
    }

    @Test
    void aPageIsAWholeDocument() throws Exception {
        String html = greeter.get("/hello/J%C3%BCrgen").body();
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
    void aLookMountsNothing() throws Exception {
        HttpResponse<Void> head =
                TestPage.HTTP.send(
                        HttpRequest.newBuilder(greeter.address("/hello/x")).HEAD().build(),
                        BodyHandlers.discarding());
        assertEquals(200, head.statusCode());
        assertEquals(0, greeter.server().counters().get(Count.PAGES));
    }

    @Test
    void whatIsNotThereIsNotFoundAndOtherMethodsAreRefused() throws Exception {
        assertEquals(404, greeter.get("/nothing").statusCode());
        assertEquals(404, greeter.get("/hello/a/b").statusCode());
        assertEquals(404, greeter.get("/hello/%ff").statusCode());
        HttpResponse<String> put =
                TestPage.HTTP.send(
                        HttpRequest.newBuilder(greeter.address("/hello/x"))
                                .PUT(BodyPublishers.ofString("x"))
                                .build(),
                        BodyHandlers.ofString());
        assertEquals(405, put.statusCode());
        assertEquals("GET, HEAD, POST", put.headers().firstValue("allow").orElse(""));
    }

    @Test
    void anErrorShowsNothingOfTheInsideButInDevelopment() throws Exception {
        HttpResponse<String> hidden = greeter.get("/hello/x?fail=1");
        assertEquals(500, hidden.statusCode());
        assertFalse(hidden.body().contains("secret"), hidden.body());
        assertFalse(hidden.body().contains("Exception"), hidden.body());
        greeter.restart(GreeterServer.application().development(true));
        assertTrue(
                greeter.get("/hello/x?fail=1")
                        .body()
                        .contains("IllegalStateException: a secret &lt;of the&gt; inside"));
    }

    @Test
    void mountMaySendTheUserElsewhere() throws Exception {
        HttpClient stubborn =
                HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
        HttpResponse<String> response =
                stubborn.send(
                        HttpRequest.newBuilder(greeter.address("/hello/x?away=1")).build(),
                        BodyHandlers.ofString());
        assertEquals(303, response.statusCode());
        assertEquals("/elsewhere", response.headers().firstValue("location").orElse(""));
        assertEquals(
                // Cut to a byte, U+012F would be a slash: //evil.example.
                "/%C4%AFevil.example",
                stubborn.send(
                                HttpRequest.newBuilder(
                                                greeter.address(
                                                        "/hello/x?away=1&to=%C4%AFevil.example"))
                                        .build(),
                                BodyHandlers.ofString())
                        .headers()
                        .firstValue("location")
                        .orElse(""));
        assertEquals(0, greeter.server().counters().get(Count.PAGES));
    }

    @Test
    void guardsAdmitRedirectAndDenyAtThePageAndAgainAtTheJoin() throws Exception {
        greeter.restart(
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
        assertTrue(greeter.get("/hello/x", "Cookie", "user=ada").body().contains("x ada"));
        assertEquals(303, greeter.get("/in/x").statusCode());
        assertEquals(403, greeter.get("/never/x").statusCode());

        TestPage page = TestPage.open(greeter.server(), "/hello/x");
        try (TestSocket other =
                page.opening().with("Cookie", "livelet=" + page.browser() + "; user=ada").open()) {
            other.send(page.join());
            assertEquals("[-4,1,\"the user has changed\"]", other.receive());
        }
        page.joined().close();
    }

    @Test
    void aHandlerDoesNotStandInFrontOfPagesBelowItAndTheirGuards() throws Exception {
        greeter.restart(
                Livelet.create()
                        .live("/{who}/{more}", new Greeter())
                        .group(
                                _ -> new Verdict.Deny("closed"),
                                closed -> closed.live("/api/{who}", new Greeter()))
                        .handler("/api", exchange -> exchange.getResponseSender().send("handled"))
                        .handler("/rest", exchange -> exchange.getResponseSender().send("rest")));
        assertEquals(403, greeter.get("/api/x").statusCode());
        assertEquals("handled", greeter.get("/api").body());
        assertEquals("handled", greeter.get("/api/x/y").body());
        assertEquals("rest", greeter.get("/rest/x").body());
    }

    @Test
    void browsersThatAskForAnIconAreNotToldOfAnError() throws Exception {
        assertEquals(204, greeter.get("/favicon.ico").statusCode());
        assertEquals(404, greeter.get("/elsewhere.ico").statusCode());
    }

    @Test
    void whenThereAreTooManyPagesMoreAreToldToComeBackLater() throws Exception {
        greeter.restart(GreeterServer.application().set("sessions", "2"));
        greeter.get("/hello/1");
        greeter.get("/hello/2");
        HttpResponse<String> third = greeter.get("/hello/3");
        assertEquals(503, third.statusCode());
        assertEquals("5", third.headers().firstValue("retry-after").orElse(""));
    }
}
