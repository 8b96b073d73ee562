package dev.livelet.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Processes that do nothing, under the orders that come over the control port. */
class NodeTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Node node =
            new Node(
                    "n1",
                    8081,
                    List.of("sleep", "600"),
                    Map.of(),
                    new PrintStream(printed, true, StandardCharsets.UTF_8));
    private Control control;
    private Launcher launcher;

    @BeforeEach
    void start() throws Exception {
        node.start();
        control = Control.start(List.of(node), "the token");
        launcher = Launcher.at(control.address(), "the token");
    }

    @AfterEach
    void stop() {
        node.kill();
        control.close();
    }

    @Test
    void aNodeSaysWhereItIsWhenItStarts() {
        assertEquals(
                "node n1 http://localhost:8081 pid " + node.pid(),
                printed.toString(StandardCharsets.UTF_8).strip());
    }

    @Test
    void aNodeIsKilledAndStartedAgainAsAnotherProcess() throws Exception {
        long first = node.pid();
        assertTrue(launcher.order("n1", "kill", "1"));
        assertEquals(Node.Life.DEAD, node.life());
        launcher.ask();
        assertEquals(Map.of("n1", "dead"), launcher.lives());
        assertTrue(launcher.order("n1", "restart", "2"));
        await(() -> node.life() == Node.Life.RUNNING);
        assertNotEquals(first, node.pid());
    }

    @Test
    void aPausedNodeDoesNothingUntilItIsResumed() throws Exception {
        assertTrue(launcher.order("n1", "pause", "1"));
        assertEquals(Node.Life.PAUSED, node.life());
        await(() -> state() == 'T');
        launcher.ask();
        assertEquals(Map.of("n1", "paused"), launcher.lives());
        assertTrue(launcher.order("n1", "resume", "2"));
        assertEquals(Node.Life.RUNNING, node.life());
        await(() -> state() == 'S');
    }

    @Test
    void aPausedNodeCanBeKilledAndBeStopped() throws Exception {
        node.pause();
        node.stop();
        assertEquals(Node.Life.DEAD, node.life());
        node.start();
        node.pause();
        node.kill();
        assertEquals(Node.Life.DEAD, node.life());
    }

    @Test
    void anOrderThatIsGivenTwiceIsObeyedOnce() throws Exception {
        assertTrue(launcher.order("n1", "kill", "an event"));
        node.start();
        assertTrue(launcher.order("n1", "kill", "an event"));
        assertEquals(Node.Life.RUNNING, node.life());
        assertTrue(launcher.order("n1", "kill", "another event"));
        assertEquals(Node.Life.DEAD, node.life());
    }

    @Test
    void aDeathThatNobodyOrderedIsPrinted() {
        ProcessHandle.of(node.pid()).orElseThrow().destroy();
        await(
                () ->
                        printed.toString(StandardCharsets.UTF_8)
                                .contains("node n1 died by itself, with code 143"));
    }

    @Test
    void ordersWithoutTheTokenOrForNobodyAreRefused() throws Exception {
        assertEquals(403, post("/n1/kill", "Bearer a guess"));
        assertEquals(403, post("/n1/kill", "the token"));
        assertEquals(404, post("/n2/kill", "Bearer the token"));
        assertEquals(404, post("/n1/paint", "Bearer the token"));
        assertEquals(404, post("/n1", "Bearer the token"));
        assertEquals(Node.Life.RUNNING, node.life());
        assertTrue(control.address().getHost().equals("127.0.0.1"));
    }

    private int post(String path, String authorization) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI address = control.address().resolve(path);
            HttpRequest request =
                    HttpRequest.newBuilder(address)
                            .header("Authorization", authorization)
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    /** As Linux says it: T is stopped by a signal, S sleeps. */
    private char state() {
        try {
            String stat = Files.readString(Path.of("/proc/" + node.pid() + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("Waited in vain");
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
        }
    }
}
