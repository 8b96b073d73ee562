package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.server.Counters.Count;
import dev.livelet.server.Ticker.Tick;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Clients that do not keep up: they cost what they cost at first, and nobody else anything. */
class SlowReaderTest {
    private static final int ROUNDS = 21;
    private static final int CLICKS = 200;

    private int clicked;
    private volatile boolean over;

    /** What a click takes beside a page of a kind, in microseconds. */
    private record Clicks(long median, long late) {}

    /**
     * The same messages for a page that reads them and for one that does not, again and again in
     * turn: a machine that is busy with something else slows both.
     */
    @Test
    void aPageThatStopsReadingDoesNotSlowAnotherMoreThanOneThatReads() throws Exception {
        try (LiveServer server =
                Livelet.create()
                        .live("/ticker", new Ticker())
                        .set("state-limit", "20000000")
                        .live("/counter", new Counter())
                        .set("stop-timeout", "0s")
                        .set("overdue", "60s")
                        .set("drain-timeout", "60s")
                        .set("max-output", "100000000")
                        .set("events-per-second", "100000")
                        .set("event-burst", "100000")
                        .set("max-frame-rate", "100000")
                        .start(0)) {
            try (TestSocket quick = TestPage.open(server, "/counter").joined()) {
                List<Double> medians = new ArrayList<>();
                List<Double> lates = new ArrayList<>();
                for (int round = 0; round < ROUNDS; round++) {
                    Clicks reading = clicksBeside(server, quick, true);
                    Clicks stopped = clicksBeside(server, quick, false);
                    medians.add((double) stopped.median / reading.median);
                    lates.add((double) stopped.late / reading.late);
                }
                double median = middle(medians);
                double late = middle(lates);
                System.out.printf(
                        "SlowReaderTest: a click beside a page that does not read takes %.2f of one"
                                + " beside a page that does, the slowest tenth %.2f%n",
                        median, late);
                assertTrue(median < 2, "of all clicks: " + medians);
                assertTrue(late < 3, "of the slowest tenth: " + lates);
            }
        }
    }

    private static double middle(List<Double> ratios) {
        return ratios.stream().sorted().skip(ratios.size() / 2).findFirst().orElseThrow();
    }

    private Clicks clicksBeside(LiveServer server, TestSocket quick, boolean reads)
            throws Exception {
        TestPage page = TestPage.open(server, "/ticker");
        try (TestSocket ticker = page.opening().receiveBuffer(4096).open()) {
            ticker.send(page.join());
            assertTrue(ticker.receive().startsWith("[-2,"));
            // Larger than what the system's buffers of a loopback connection take.
            server.publish("ticks", new Tick(0, "x".repeat(8_000_000)));
            if (reads) assertTrue(ticker.receive().startsWith("[0,1,"));
            else Eventually.holds(() -> blocked(server), "the output is blocked");
            over = false;
            Thread reader = Thread.ofVirtual().unstarted(() -> readOn(ticker));
            if (reads) reader.start();
            Thread publisher = Thread.ofPlatform().start(() -> publish(server));
            Clicks clicks = clicks(quick);
            if (!reads) assertTrue(blocked(server), "the output was blocked all the time");
            over = true;
            publisher.join();
            ticker.close();
            if (reads) reader.join();
            Eventually.holds(
                    () -> server.connections().open().size() == 1, "only the other page is left");
            return clicks;
        }
    }

    private static boolean blocked(LiveServer server) {
        return server.connections().open().stream().anyMatch(socket -> !socket.writable());
    }

    private void readOn(TestSocket ticker) {
        try {
            do ticker.send("[2,1]");
            while (ticker.receive().startsWith("[0,"));
        } catch (IOException closed) {
            over = true;
        }
    }

    private void publish(LiveServer server) {
        for (int i = 1; !over; i++) {
            server.publish("ticks", new Tick(i, ""));
            if (i % 50 == 0) LockSupport.parkNanos(1_000_000);
        }
    }

    private Clicks clicks(TestSocket socket) throws Exception {
        long[] times = new long[CLICKS];
        for (int i = 0; i < CLICKS; i++) {
            long start = System.nanoTime();
            socket.send("[1," + (clicked == 0 ? 0 : 1) + ",[0]]");
            String answer = socket.receive();
            times[i] = (System.nanoTime() - start) / 1000;
            assertTrue(answer.startsWith("[1,0," + ++clicked), answer);
        }
        Arrays.sort(times);
        return new Clicks(times[CLICKS / 2], times[CLICKS * 9 / 10]);
    }

    @Test
    void outputThatDoesNotDrainIsDroppedAndThePageComesBackToTheSameSession() throws Exception {
        try (LiveServer server =
                Livelet.create()
                        .live("/ticker", new Ticker())
                        .set("state-limit", "20000000")
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
                        .live("/ticker", new Ticker())
                        .set("state-limit", "20000000")
                        .set("stop-timeout", "0s")
                        .set("max-output", "100000")
                        .start(0)) {
            TestPage page = TestPage.open(server, "/ticker");
            try (TestSocket stuck = page.opening().receiveBuffer(4096).open()) {
                stuck.send(page.join());
                server.publish("ticks", new Tick(1, "x".repeat(8_000_000)));
                Eventually.holds(() -> blocked(server), "the output is blocked");
                for (int i = 0; i < 100; i++) stuck.send("[5]");
                Eventually.holds(
                        () -> server.counters().get(Count.OUTPUT_TOO_LARGE) == 1,
                        "the output is given up");
            }
        }
    }
}
