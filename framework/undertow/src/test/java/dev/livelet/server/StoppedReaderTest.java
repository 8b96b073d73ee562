package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.server.Ticker.Tick;
import dev.livelet.session.Session;
import dev.livelet.session.SessionSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A page that really reads nothing for thirty seconds, while a hundred thousand messages come.
 * Mostly waits, so other tests run beside it.
 */
@Execution(ExecutionMode.CONCURRENT)
class StoppedReaderTest {
    private static final int MESSAGES = 100_000;
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(30);
    private static final int WINDOW = SessionSettings.DEFAULTS.window();

    /** A server, and a page of it that has joined and reads nothing. */
    private static final class Stopped implements AutoCloseable {
        final Ticker view = new Ticker();
        final LiveServer server;
        final TestPage page;
        final TestSocket socket;
        final Session session;
        int mostStates;

        Stopped(Livelet livelet) throws Exception {
            server = livelet.live("/", view).set("stop-timeout", "0s").start(0);
            page = TestPage.open(server, "/");
            socket = page.joined();
            session = server.sessions().all().iterator().next();
        }

        void publish(int number) {
            server.publish("ticks", new Tick(number, ""));
        }

        void look() {
            mostStates = Math.max(mostStates, session.states());
        }

        /** All messages are handled, and cost no more than a window of states. */
        void verify() {
            Eventually.holds(
                    () -> server.sessions().counters().messages.sum() == MESSAGES,
                    "all messages are handled");
            assertTrue(patches() <= WINDOW, "no more patches than the window has: " + patches());
            assertTrue(mostStates <= WINDOW + 2, "as the session counts: " + mostStates);
            Eventually.holds(
                    () -> view.alive() <= WINDOW + 2, "as the garbage collector counts: W + 2");
        }

        long patches() {
            return server.sessions().counters().patches.sum();
        }

        @Override
        public void close() throws Exception {
            socket.close();
            server.close();
        }
    }

    @Test
    void aPageThatReadsNothingForThirtySecondsKeepsAWindowOfStatesAndThenGetsOnePatch()
            throws Exception {
        try (Stopped waitedFor = new Stopped(Livelet.create().set("overdue", "60s"));
                Stopped overdue = new Stopped(Livelet.create())) {
            long start = System.nanoTime();
            for (int sent = 0; sent < MESSAGES; LockSupport.parkNanos(5_000_000)) {
                long due = (System.nanoTime() - start) * MESSAGES / PAUSE;
                for (; sent < Math.min(due, MESSAGES); sent++) {
                    waitedFor.publish(sent + 1);
                    overdue.publish(sent + 1);
                }
                waitedFor.look();
                overdue.look();
            }
            waitedFor.verify();
            overdue.verify();
            assertTrue(System.nanoTime() - start >= PAUSE, "thirty seconds have passed");

            long patches = waitedFor.patches();
            TestSocket socket = waitedFor.socket;
            for (int i = 1; i <= patches; i++) assertTrue(socket.receive().startsWith("[0,0,"));
            socket.send("[2," + patches + "]");
            assertEquals("[0,0," + MESSAGES + "]", socket.receive(), "the one patch");
            nothingMore(socket);

            // With the setting as it comes the server has not waited that long.
            patches = overdue.patches();
            for (int i = 1; i <= patches; i++)
                assertTrue(overdue.socket.receive().startsWith("[0,0,"));
            assertEquals("closed 1013", overdue.socket.receive());
            try (TestSocket again = overdue.page.opening().open()) {
                again.send(overdue.page.join((int) patches, 2, 1, ""));
                String answer = again.receive();
                assertTrue(answer.matches("\\[-2,\\d+,0,0," + MESSAGES + "\\]"), answer);
                nothingMore(again);
            }
        }
    }

    private static void nothingMore(TestSocket socket) throws Exception {
        socket.send("[5]");
        assertEquals("[-7]", socket.receive(), "a ping's answer comes next");
    }
}
