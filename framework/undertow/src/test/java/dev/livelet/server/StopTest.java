package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.LiveView;
import dev.livelet.LiveletException;
import dev.livelet.Socket;
import dev.livelet.Template;

import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

class StopTest {
    record State(String text) {}

    static final class View implements LiveView<State> {
        static final Template<State> PAGE = Template.of(State.class, "<p>{text}</p>");
        final AtomicInteger ended = new AtomicInteger();
        private final Runnable whenEnded;

        View() {
            this(() -> {});
        }

        View(Runnable whenEnded) {
            this.whenEnded = whenEnded;
        }

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            return new State("here");
        }

        @Override
        public void terminate(State state, String reason) {
            ended.incrementAndGet();
            whenEnded.run();
        }
    }

    @Test
    void pagesAreAskedToLeaveThenClosedAndEverySessionHasEndedOnce() throws Exception {
        View view = new View();
        LiveServer server = Livelet.create().live("/", view).set("stop-timeout", "1s").start(0);
        assertEquals(200, TestPage.get(server, "/livelet/health/live").statusCode());
        assertEquals(200, TestPage.get(server, "/livelet/health/ready").statusCode());
        TestPage leaving = TestPage.open(server, "/");
        try (TestSocket leaves = leaving.joined();
                TestSocket stays = TestPage.open(server, "/").joined()) {
            CompletableFuture<Void> stopped =
                    CompletableFuture.runAsync(
                            server::close, command -> Thread.ofVirtual().start(command));
            assertEquals("[-5,1000]", leaves.receive());
            assertEquals("[-5,1000]", stays.receive());
            assertEquals(503, TestPage.get(server, "/livelet/health/ready").statusCode());
            assertEquals(200, TestPage.get(server, "/livelet/health/live").statusCode());
            assertEquals(503, TestPage.get(server, "/").statusCode());
            try (TestSocket late = leaving.opening().open()) {
                assertEquals(503, late.status());
            }
            leaves.raw(RawFrames.masked(true, 8, new byte[] {0x03, (byte) 0xe9}));
            assertEquals("closed 1001", stays.receiveClose());
            stopped.get(10, TimeUnit.SECONDS);
        }
        assertEquals(2, view.ended.get());
        server.close();
        assertEquals(2, view.ended.get());
    }

    @Test
    void aPortThatIsTakenIsSaidWithTheFix() {
        try (LiveServer first =
                Livelet.create()
                        .live("/", new View())
                        .host("127.0.0.1")
                        .set("stop-timeout", "0s")
                        .start(0)) {
            Livelet second = Livelet.create().live("/", new View()).host("127.0.0.1");
            String message =
                    String.valueOf(
                            assertThrows(LiveletException.class, () -> second.start(first.port()))
                                    .getMessage());
            assertTrue(
                    message.startsWith(
                            "The server cannot listen on 127.0.0.1:" + first.port() + ": "),
                    message);
            assertTrue(
                    message.endsWith(
                            "Choose another port with -Dlivelet.port=N or LIVELET_PORT=N."),
                    message);
        }
    }

    @Test
    void metricsAreThereWhenAskedFor() throws Exception {
        try (LiveServer server =
                Livelet.create().live("/", new View()).set("stop-timeout", "0s").start(0)) {
            assertEquals(404, TestPage.get(server, "/livelet/metrics").statusCode());
        }
        try (LiveServer server =
                Livelet.create()
                        .live("/", new View())
                        .set("stop-timeout", "0s")
                        .set("metrics", "true")
                        .start(0)) {
            TestPage.open(server, "/");
            assertTrue(
                    TestPage.get(server, "/livelet/metrics")
                            .body()
                            .matches(
                                    "\\{\"connections\":0,\"sessions\":1,\"pages\":1,.*\"session_mounts\":1,.*\\}"));
        }
    }

    @Test
    void twoRoutesForTheSamePathsAreAMistake() {
        Livelet application = Livelet.create().live("/a/{x}", new View());
        assertEquals(
                "Two live routes match the same paths: /a/{x} ("
                        + "View"
                        + ") and /a/{y} ("
                        + "View"
                        + ").",
                assertThrows(LiveletException.class, () -> application.live("/a/{y}", new View()))
                        .getMessage());
    }

    @Test
    void theSignalToTerminateStopsTheProcessTheSameWay() throws Exception {
        stops(process -> process.toHandle().destroy(), process -> {});
    }

    @Test
    void aSignalThatComesWhileItStopsWaitsUntilItHas() throws Exception {
        stops(
                process -> process.getOutputStream().close(),
                process -> process.toHandle().destroy());
    }

    private interface Ending {
        void end(Process process) throws Exception;
    }

    private static void stops(Ending first, Ending then) throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-Dlivelet.port=0",
                                "-Dlivelet.stop-timeout=1s",
                                Signalled.class.getName())
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader output = process.inputReader()) {
            String line;
            int port = 0;
            while (port == 0 && (line = output.readLine()) != null)
                if (line.startsWith("port ")) port = Integer.parseInt(line.substring(5));
            try (TestSocket socket = TestPage.open(port, "/").joined()) {
                first.end(process);
                assertEquals("[-5,1000]", socket.receive());
                then.end(process);
                assertEquals("closed 1001", socket.receiveClose());
            }
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            assertTrue(output.lines().anyMatch("ended"::equals), "terminate has run");
        } finally {
            process.destroyForcibly();
        }
    }

    /** An application of its own process, which stops by itself when its input ends. */
    static final class Signalled {
        public static void main(String[] arguments) throws IOException {
            LiveServer server =
                    Livelet.create().live("/", new View(() -> System.out.println("ended"))).start();
            System.out.println("port " + server.port());
            while (System.in.read() >= 0) {
                // the test that started it is there
            }
            server.close();
        }
    }
}
