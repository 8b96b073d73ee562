package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.server.Counters.Count;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

class HandshakeTest {
    private LiveServer server;
    private TestPage page;

    @BeforeEach
    void start() throws Exception {
        server =
                Livelet.create()
                        .live("/", new Counter())
                        .set("stop-timeout", "0s")
                        .set("connections-per-address", "5")
                        .set("origins", "https://embed.example")
                        .start(0);
        page = TestPage.open(server, "/");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int status(TestSocket.Opening opening) throws IOException {
        try (TestSocket socket = opening.open()) {
            return socket.status();
        }
    }

    @Test
    void aPageOfThisServerMayOpenASocketAndGetsOurProtocol() throws IOException {
        try (TestSocket socket = page.opening().open()) {
            assertEquals(101, socket.status(), socket.answer());
            assertTrue(
                    socket.answer().contains("Sec-WebSocket-Protocol: livelet.1"), socket.answer());
            assertTrue(
                    socket.answer().contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
                    socket.answer());
        }
    }

    @Test
    void anotherSiteMayNot() throws IOException {
        for (String origin :
                List.of(
                        "http://evil.example",
                        "http://localhost:1",
                        "https://localhost.evil.example",
                        "null",
                        "file://",
                        "http://localhost",
                        "http://user@localhost:" + server.port(),
                        "x"))
            assertEquals(403, status(page.opening().with("Origin", origin)), origin);
        assertEquals(403, status(page.opening().with("Sec-Fetch-Site", "cross-site")));
        assertEquals(403, status(page.opening().with("Sec-Fetch-Site", "same-site")));
        assertEquals(10, server.counters().get(Count.ORIGIN_REFUSED));
    }

    @Test
    void anAllowedOriginMayAndSoMayWhatIsNoBrowser() throws IOException {
        assertEquals(
                101,
                status(
                        page.opening()
                                .with("Origin", "https://embed.example")
                                .with("Sec-Fetch-Site", "cross-site")));
        assertEquals(101, status(page.opening().with("Sec-Fetch-Site", "same-origin")));
        assertEquals(
                101, status(page.opening().without("Origin").without("Sec-WebSocket-Protocol")));
    }

    @Test
    void aBrowserWithoutOurCookieHasNoPageOfOurs() throws IOException {
        assertEquals(403, status(page.opening().without("Cookie")));
        assertEquals(403, status(page.opening().cookie("tooshort")));
    }

    @Test
    void whatIsNoHandshakeIsRefused() throws IOException {
        assertEquals(426, status(page.opening().without("Upgrade")));
        assertEquals(426, status(page.opening().without("Sec-WebSocket-Key")));
        assertEquals(426, status(page.opening().with("Sec-WebSocket-Version", "8")));
        assertEquals(
                400, status(page.opening().with("Sec-WebSocket-Protocol", "livelet.99, chat")));
        assertFalse(server.connections().open().iterator().hasNext());
    }

    @Test
    void oneAddressHasOnlySoManySocketsAndAnotherIsNotTouched() throws IOException {
        List<TestSocket> open = new ArrayList<>();
        for (int i = 0; i < 5; i++) open.add(page.opening().open());
        assertEquals(429, status(page.opening()));
        assertEquals(101, status(page.opening().from("127.0.0.2")));
        assertEquals(1, server.counters().get(Count.ADDRESS_LIMIT));
        open.removeFirst().close();
        Eventually.holds(
                () -> status(page.opening()) == 101, "a place becomes free when a socket is gone");
        for (TestSocket socket : open) socket.close();
        Eventually.holds(() -> server.connections().open().isEmpty(), "all sockets are gone");
    }
}
