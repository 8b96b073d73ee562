package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.Guard;
import dev.livelet.Guard.Verdict;
import dev.livelet.Identity;
import dev.livelet.server.Counters.Count;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Limits that join the forces of a whole server; those of the handshake are in {@link
 * HandshakeTest}.
 */
class LimitsTest {
    private static final Guard USER =
            request ->
                    new Verdict.Admit(
                            Optional.ofNullable(request.headers().get("x-user"))
                                    .map(values -> Identity.of(values.getFirst())));

    private LiveServer server = start(Livelet.create());

    private static LiveServer start(Livelet application) {
        return application.guard(USER).live("/", new Counter()).set("stop-timeout", "0s").start(0);
    }

    private void restart(Livelet application) {
        server.close();
        server = start(application);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String joinAs(String user, List<TestSocket> open) throws Exception {
        TestPage page = TestPage.open(server.port(), "/", "X-User", user);
        TestSocket socket = page.opening().with("X-User", user).open();
        open.add(socket);
        socket.send(page.join());
        return socket.receive();
    }

    @Test
    void oneIdentityHasOnlySoManySocketsAndAnotherIsNotTouched() throws Exception {
        restart(Livelet.create().set("connections-per-identity", "3"));
        List<TestSocket> open = new ArrayList<>();
        for (int i = 0; i < 3; i++) assertEquals("[-2,0,0]", joinAs("ada", open));
        assertEquals("[-4,4,\"too many open pages\"]", joinAs("ada", open));
        assertEquals("[-2,0,0]", joinAs("grace", open));
        assertEquals(1, server.counters().get(Count.IDENTITY_LIMIT));
        for (TestSocket socket : open) socket.close();
        Eventually.holds(() -> server.connections().open().isEmpty(), "all sockets are gone");
        assertEquals("[-2,0,0]", joinAs("ada", open), "the places are free again");
        open.getLast().close();
    }

    @Test
    void anIdentityThatIsLockedOutLosesItsPagesAtOnce() throws Exception {
        List<TestSocket> open = new ArrayList<>();
        joinAs("ada", open);
        joinAs("grace", open);
        server.disconnect("ada");
        assertEquals(
                "[-4,1,\"logged out\"]",
                open.getFirst().receive(),
                "gone, so that the page is loaded anew and the guards decide what the user sees");
        open.getLast().send("[5]");
        assertEquals("[-7]", open.getLast().receive());
        for (TestSocket socket : open) socket.close();
    }

    @Test
    void behindATrustedProxyTheAddressIsTheClientsAndBehindAnotherItIsNot() throws Exception {
        restart(
                Livelet.create()
                        .set("connections-per-address", "1")
                        .set("trusted-proxies", "127.0.0.2"));
        TestPage page = TestPage.open(server, "/");
        List<TestSocket> open = new ArrayList<>();
        for (String client : List.of("203.0.113.1", "203.0.113.2")) {
            TestSocket socket =
                    page.opening().from("127.0.0.2").with("X-Forwarded-For", client).open();
            assertEquals(101, socket.status(), client);
            open.add(socket);
        }
        open.add(page.opening().from("127.0.0.2").with("X-Forwarded-For", "203.0.113.1").open());
        assertEquals(429, open.getLast().status());
        open.add(page.opening().with("X-Forwarded-For", "198.51.100.1").open());
        assertEquals(101, open.getLast().status());
        open.add(page.opening().with("X-Forwarded-For", "198.51.100.2").open());
        assertEquals(429, open.getLast().status(), "who is not trusted is not believed");
        for (TestSocket socket : open) socket.close();
    }

    @Test
    void aProxyThatEndsTlsMakesTheCookieSecure() throws Exception {
        restart(Livelet.create().set("trusted-proxies", "127.0.0.1,::1"));
        String cookie =
                TestPage.get(server, "/", "X-Forwarded-Proto", "https")
                        .headers()
                        .firstValue("set-cookie")
                        .orElse("");
        assertTrue(cookie.startsWith("__Host-livelet="), cookie);
        assertTrue(cookie.endsWith("; Secure"), cookie);
    }

    @Test
    void whoSendsNothingForTooLongIsTakenForDead() throws Exception {
        restart(Livelet.create().set("idle-timeout", "1s"));
        try (TestSocket socket = TestPage.open(server, "/").joined()) {
            assertEquals("closed 1001", socket.receive());
        }
        assertEquals(1, server.counters().get(Count.IDLE));
    }

    @Test
    void whoReadsButNeverAcknowledgesIsClosedAndResumes() throws Exception {
        restart(Livelet.create().set("overdue", "300ms"));
        TestPage page = TestPage.open(server, "/");
        try (TestSocket socket = page.joined()) {
            for (int i = 1; i <= 3; i++) {
                socket.send("[1,0,[0]]");
                assertTrue(socket.receive().startsWith("[1,0," + i));
            }
            assertEquals("closed 1013", socket.receive());
        }
        try (TestSocket socket = page.opening().open()) {
            socket.send(page.join(3, 2, 4, ""));
            assertTrue(socket.receive().matches("\\[-2,\\d+,3\\]"));
        }
    }
}
