package dev.livelet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.server.Livelet;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The configuration in {@code deploy}, by HAProxy itself. */
class HaproxyTest {
    private static final Path CONFIGURATION = Path.of("deploy", "haproxy.cfg");
    private static final String KEY = "a key of at least thirty-two characters";

    private String haproxy = "";

    /** Skips the test, aloud, where there is no HAProxy; fails it where there has to be. */
    @BeforeEach
    void find() {
        Optional<String> found =
                Stream.of("/usr/sbin/haproxy", "/usr/local/sbin/haproxy")
                        .filter(path -> Files.isExecutable(Path.of(path)))
                        .findFirst();
        if (found.isPresent()) {
            haproxy = found.get();
            return;
        }
        String message = "SKIPPED: HaproxyTest (needs haproxy, as from: apt-get install haproxy)";
        assertTrue(!"true".equals(System.getenv("LIVELET_REQUIRE_HAPROXY")), message);
        System.err.println(message);
        Assumptions.abort(message);
    }

    @Test
    void theConfigurationIsValidAsItStands() throws Exception {
        Process check = run(Map.of(), "-c");
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, check.waitFor(), said);
        assertTrue(!said.contains("WARNING"), said);
    }

    @Test
    void pagesAndTheirSocketsReachBothNodesAndThenTheOneThatIsLeft() throws Exception {
        int port = freePort();
        Demo first = node();
        Demo second = node();
        Process proxy =
                run(
                        Map.of(
                                "LISTEN", "127.0.0.1:" + port,
                                "NODE1", "127.0.0.1:" + first.server().port(),
                                "NODE2", "127.0.0.1:" + second.server().port(),
                                "NODE3", "127.0.0.1:" + freePort()),
                        "-db");
        URI address = URI.create("http://127.0.0.1:" + port);
        CookieManager cookies = new CookieManager();
        HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).build();
        try {
            await(() -> get(client, address) == 200);
            for (int i = 0; i < 10; i++) assertEquals(200, get(client, address));
            assertTrue(pages(first) > 0 && pages(second) > 0, "both are asked");
            talk(client, address, cookies);
            talk(client, address, cookies);
            assertEquals(1, sockets(first), "one goes to each, as the other has one less");
            assertEquals(1, sockets(second));

            first.close();
            long before = pages(second);
            for (int i = 0; i < 6; i++) assertEquals(200, get(client, address));
            talk(client, address, cookies);
            talk(client, address, cookies);
            assertEquals(6, pages(second) - before, "what the other refuses comes here");
            assertEquals(3, sockets(second));
        } finally {
            client.shutdownNow();
            proxy.destroyForcibly();
            first.close();
            second.close();
        }
    }

    private static Demo node() {
        return Demo.start(
                Livelet.create()
                        .host("127.0.0.1")
                        .port(0)
                        .keys(KEY)
                        .set("trusted-proxies", "127.0.0.1")
                        .set("stop-timeout", "200ms"),
                "jdbc:h2:mem:haproxy");
    }

    private static long pages(Demo node) {
        return node.server().figures().get("pages");
    }

    /** Sockets that have sent what is no frame. */
    private static long sockets(Demo node) {
        return node.server().figures().get("frame_bad");
    }

    private Process run(Map<String, String> environment, String mode) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(haproxy, mode, "-f", CONFIGURATION.toString())
                        .redirectErrorStream(true);
        if (mode.equals("-db")) builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Opens a socket as a page does, says what no page says, and is told that it is wrong. */
    private static void talk(HttpClient client, URI address, CookieManager cookies)
            throws Exception {
        String cookie =
                cookies.getCookieStore().getCookies().stream()
                        .map(HttpCookie::toString)
                        .reduce((a, b) -> a + "; " + b)
                        .orElseThrow();
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        WebSocket socket =
                client.newWebSocketBuilder()
                        .header("Cookie", cookie)
                        .buildAsync(
                                URI.create("ws://" + address.getAuthority() + "/livelet/ws"),
                                new WebSocket.Listener() {
                                    @Override
                                    public CompletionStage<?> onClose(
                                            WebSocket same, int code, String reason) {
                                        closed.complete(code);
                                        return null;
                                    }
                                })
                        .get(20, TimeUnit.SECONDS);
        socket.sendText("no frame", true);
        assertTrue(closed.get(20, TimeUnit.SECONDS) >= 1002, "why comes through");
    }

    private static int get(HttpClient client, URI address) {
        try {
            return client.send(
                            HttpRequest.newBuilder(address.resolve("/counter"))
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0; // it does not listen yet
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("Waited in vain for HAProxy");
            LockSupport.parkNanos(50_000_000);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
