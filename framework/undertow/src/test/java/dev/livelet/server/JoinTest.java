package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.Guard;
import dev.livelet.server.Counters.Count;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

class JoinTest {
    private final Counter counter = new Counter();
    private LiveServer server;
    private TestPage page;

    @BeforeEach
    void start() throws Exception {
        server =
                Livelet.create()
                        .live("/", counter)
                        .live("/other/{x}", new Counter())
                        .set("stop-timeout", "0s")
                        .set("join-timeout", "1s")
                        .start(0);
        page = TestPage.open(server, "/");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String answerTo(String join) throws IOException {
        try (TestSocket socket = page.opening().open()) {
            socket.send(join);
            String answer = socket.receive();
            return answer.startsWith("[-2") ? answer : answer + " " + socket.receiveClose();
        }
    }

    @Test
    void aClickGoesUpInSixteenBytesAndComesBackInTwentyAndThereWasOneMount() throws IOException {
        try (TestSocket socket = page.opening().open()) {
            socket.send(page.join());
            assertEquals("[-2,0,0]", socket.receive());
            socket.send("[1,0,[0]]");
            assertEquals("[1,0,1,2,[-1]]", socket.receive());
            socket.send("[1,1,[0]]");
            assertEquals("[1,0,2]", socket.receive());
            socket.send("[1,1,[2,0]]");
            assertEquals("[1,0,1]", socket.receive());
            socket.send("[5]");
            assertEquals("[-7]", socket.receive());
        }
        assertEquals(1, counter.mounts.get());
    }

    @Test
    void aJoinThatTakesLongerThanAPageMayTakeForItsFirstWordIsNotGivenUp() throws Exception {
        CountDownLatch decided = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        server.close();
        server =
                Livelet.create()
                        .guard(
                                request -> {
                                    if (asked.getAndIncrement() > 0) waitFor(decided);
                                    return new Guard.Verdict.Admit(Optional.empty());
                                })
                        .live("/", counter)
                        .set("stop-timeout", "0s")
                        .set("join-timeout", "500ms")
                        .start(0);
        page = TestPage.open(server, "/");
        try (TestSocket socket = page.opening().open()) {
            socket.send(page.join());
            assertEquals("[-7]", socket.receive(), "somebody is at it");
            decided.countDown();
            assertEquals("[-2,0,0]", socket.receive());
        }
        assertEquals(0, server.counters().get(Count.NO_JOIN));
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aForgedTokenIsDeniedAndCounted() throws Exception {
        TestPage other = TestPage.open(server, "/");
        String stolen =
                page.join()
                        .replace(page.session(), other.session())
                        .replace(page.token(), other.token());
        assertTrue(answerTo(stolen).matches("\\[-4,3,\".*\"] closed 1000"), "of another browser");
        assertTrue(
                answerTo(page.join().replace(page.session(), other.session())).startsWith("[-4,3,"),
                "of another session");
        assertTrue(
                answerTo(page.join().replace(page.token(), "AAAA")).startsWith("[-4,3,"),
                "of nobody");
        assertEquals(3, server.counters().get(Count.TOKEN_FORGED));
        try (TestSocket socket = page.joined()) {
            socket.send("[1,0,[0]]");
            assertEquals("[1,0,1,2,[-1]]", socket.receive(), "the page itself is untouched");
        }
    }

    @Test
    void aTokenThatHasExpiredOrWhoseKeyIsGoneAsksForAReload() throws Exception {
        server.close();
        server =
                Livelet.create()
                        .live("/", counter)
                        .set("stop-timeout", "0s")
                        .set("token-lifetime", "0s")
                        .start(0);
        page = TestPage.open(server, "/");
        Eventually.holds(
                () -> answerTo(page.join()).startsWith("[-4,1,\"the page is too old: expired\"]"),
                "expired");
        assertTrue(server.counters().get(Count.TOKEN_OUTDATED) >= 1);

        TestPage before = TestPage.open(server, "/");
        server.close();
        server = Livelet.create().live("/", counter).set("stop-timeout", "0s").start(0);
        page =
                new TestPage(
                        server.port(),
                        before.browser(),
                        before.session(),
                        before.token(),
                        before.bundle(),
                        "");
        assertTrue(
                answerTo(page.join()).startsWith("[-4,1,\"the page is too old: signed by a key"),
                "restarted with another key");
    }

    @Test
    void aRestartWithTheSameKeyMountsThePageAnew() throws Exception {
        String key = "one key for both of these processes";
        server.close();
        server = Livelet.create().live("/", counter).keys(key).set("stop-timeout", "0s").start(0);
        TestPage before = TestPage.open(server, "/");
        server.close();
        server = Livelet.create().live("/", counter).keys(key).set("stop-timeout", "0s").start(0);
        page =
                new TestPage(
                        server.port(),
                        before.browser(),
                        before.session(),
                        before.token(),
                        before.bundle(),
                        "");
        try (TestSocket socket = page.opening().open()) {
            socket.send(page.join());
            assertTrue(socket.receive().startsWith("[-8,"));
            assertTrue(socket.receive().startsWith("[-3,"));
        }
    }

    @Test
    void theFirstFrameIsAJoin() throws IOException {
        assertEquals("[-4,5,\"the first frame is a join\"] closed 1008", answerTo("[1,0,[0]]"));
        assertEquals(
                "closed 1008 cut",
                answerTo("{}").replace("closed 1008 closed 1008", "closed 1008 cut"));
    }

    @Test
    void whoDoesNotJoinInTimeIsClosed() throws IOException {
        try (TestSocket socket = page.opening().open()) {
            assertEquals("closed 1008", socket.receive());
        }
        assertEquals(1, server.counters().get(Count.NO_JOIN));
    }

    @Test
    void aSecondJoinOnASocketIsAnError() throws IOException {
        try (TestSocket socket = page.joined()) {
            socket.send(page.join());
            assertEquals("closed 1008", socket.receiveClose());
        }
    }

    @Test
    void aPageOfAnOtherwiseNamedRouteIsThatRoutesPage() throws Exception {
        TestPage other = TestPage.open(server, "/other/a%20b?q=1");
        try (TestSocket socket = other.joined()) {
            socket.send("[1,0,[0]]");
            assertEquals("[1,0,1,2,[-1]]", socket.receive());
        }
    }
}
