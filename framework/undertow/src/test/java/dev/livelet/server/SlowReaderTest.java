package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.LiveView;
import dev.livelet.OnMessage;
import dev.livelet.Socket;
import dev.livelet.Template;
import dev.livelet.server.Counters.Count;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

/** Clients that do not keep up: they cost what they cost at first, and nobody else anything. */
class SlowReaderTest {
    record Ticker(int number, String text) {}

    record Tick(int number, String text) {}

    static final class View implements LiveView<Ticker> {
        static final Template<Ticker> PAGE =
                Template.of(Ticker.class, "<p>{number}</p><p>{text}</p>");

        @Override
        public Template<Ticker> template() {
            return PAGE;
        }

        @Override
        public Ticker mount(Socket socket) {
            socket.subscribe("ticks");
            return new Ticker(0, "");
        }

        @OnMessage
        Ticker tick(Ticker ticker, Tick tick) {
            return new Ticker(tick.number(), tick.text());
        }
    }

    @Test
    void aHundredThousandMessagesForAPageThatReadsNothingBecomeOnePatchAndAnotherPageFeelsNothing()
            throws Exception {
        int messages = 100_000;
        try (LiveServer server =
                Livelet.create()
                        .live("/ticker", new View())
                        .live("/counter", new Counter())
                        .set("stop-timeout", "0s")
                        .set("overdue", "60s")
                        .set("events-per-second", "10000")
                        .set("event-burst", "10000")
                        .set("max-frame-rate", "10000")
                        .start(0)) {
            try (TestSocket slow = TestPage.open(server, "/ticker").joined();
                    TestSocket quick = TestPage.open(server, "/counter").joined()) {
                long alone = medianClickMicros(quick, 0, 200);
                long patchesBefore = server.sessions().counters().patches.sum();
                Thread publisher =
                        Thread.ofPlatform()
                                .start(
                                        () -> {
                                            for (int i = 1; i <= messages; i++)
                                                server.publish("ticks", new Tick(i, ""));
                                        });
                long beside = medianClickMicros(quick, 200, 200);
                publisher.join();
                Eventually.holds(
                        () -> server.sessions().counters().messages.sum() == messages,
                        "all messages are handled");
                long patches = server.sessions().counters().patches.sum() - patchesBefore - 200;
                assertTrue(patches <= 8, "no more patches than the window has: " + patches);

                String last = "";
                for (int i = 0; i < patches; i++) last = slow.receive();
                slow.send("[2," + patches + "]");
                assertEquals(
                        "[0,0," + messages + "]",
                        slow.receive(),
                        "one patch from " + last + " to the present");
                System.out.println(
                        "SlowReaderTest: a click took "
                                + alone
                                + " µs alone, "
                                + beside
                                + " µs beside "
                                + messages
                                + " messages; patches to the slow page "
                                + patches
                                + " + 1");
                assertTrue(
                        beside < alone * 20 + 20_000,
                        "a click took "
                                + alone
                                + " µs alone and "
                                + beside
                                + " µs beside the messages");
            }
        }
    }

    private static long medianClickMicros(TestSocket socket, int from, int clicks)
            throws Exception {
        long[] times = new long[clicks];
        for (int i = 0; i < clicks; i++) {
            long start = System.nanoTime();
            socket.send("[1," + (from + i == 0 ? 0 : 1) + ",[0]]");
            String answer = socket.receive();
            times[i] = (System.nanoTime() - start) / 1000;
            assertTrue(answer.startsWith("[1,0," + (from + i + 1)), answer);
        }
        Arrays.sort(times);
        return times[clicks / 2];
    }

    @Test
    void outputThatDoesNotDrainIsDroppedAndThePageComesBackToTheSameSession() throws Exception {
        try (LiveServer server =
                Livelet.create()
                        .live("/ticker", new View())
                        .set("stop-timeout", "0s")
                        .set("drain-timeout", "1s")
                        .start(0)) {
            TestPage page = TestPage.open(server, "/ticker");
            try (TestSocket stuck = page.opening().receiveBuffer(4096).open()) {
                stuck.send(page.join());
                // Larger than what the system's buffers of a loopback connection take.
                server.publish("ticks", new Tick(1, "x".repeat(8_000_000)));
                Eventually.holds(
                        () -> server.counters().get(Count.OUTPUT_STUCK) == 1,
                        "the output is given up");
                Eventually.holds(
                        () -> server.connections().open().isEmpty(), "the socket is closed");
            }
            server.publish("ticks", new Tick(2, "small"));
            try (TestSocket again = page.opening().open()) {
                again.send(page.join(0, 2, 1, ""));
                String answer = again.receive();
                assertTrue(answer.matches("\\[-2,\\d+,0,0,2,1,.*small.*\\]"), answer);
            }
        }
    }

    @Test
    void whatASlowPageIsSentIsBoundedInBytes() throws Exception {
        try (LiveServer server =
                Livelet.create()
                        .live("/ticker", new View())
                        .set("stop-timeout", "0s")
                        .set("max-output", "100000")
                        .start(0)) {
            TestPage page = TestPage.open(server, "/ticker");
            try (TestSocket stuck = page.opening().receiveBuffer(4096).open()) {
                stuck.send(page.join());
                server.publish("ticks", new Tick(1, "x".repeat(8_000_000)));
                for (int i = 0; i < 100; i++) stuck.send("[5]");
                Eventually.holds(
                        () -> server.counters().get(Count.OUTPUT_TOO_LARGE) == 1,
                        "the output is given up");
            }
        }
    }
}
