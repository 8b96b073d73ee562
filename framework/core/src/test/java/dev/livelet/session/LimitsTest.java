package dev.livelet.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livelet.session.Sessions.TooManySessions;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/** What a page may cost: numbers, times, threads. */
class LimitsTest {
    private final TestNode node = new TestNode();
    private final Notes view = new Notes();

    @Test
    void aPageThatDoesNotAcknowledgeForTenSecondsLosesItsSocketAndResumes() {
        TestPage page = node.open(view);
        page.join();
        page.session().message("a");
        node.time.pass(Duration.ofMillis(9_999));
        assertNull(page.socket.closed());
        node.time.pass(Duration.ofMillis(1));
        assertEquals(1013, page.socket.closed());
        assertEquals(List.of("[-2,2,0,0,\"a;\"]"), page.join(0, 1));
    }

    @Test
    void aPageThatAcknowledgesInTimeIsNotWatchedAnyMore() {
        TestPage page = node.open(view);
        page.join();
        page.session().message("a");
        node.time.pass(Duration.ofSeconds(9));
        page.session().message("b");
        page.frame("[2,1]");
        node.time.pass(Duration.ofSeconds(9));
        page.frame("[2,1]");
        node.time.pass(Duration.ofHours(1));
        assertNull(page.socket.closed());
        assertEquals(0, node.time.waiting());
    }

    @Test
    void aFloodOnOneSocketDropsNothingOnTheNext() {
        TestPage page = node.open(view);
        page.join();
        for (int i = 0; page.socket.closed() == null; i++) {
            if (i > 1_000) throw new AssertionError("never closed");
            page.frame("[1,0,[9]]");
        }
        int answered = (int) node.counters.eventsLimited.sum() + 100;
        List<String> joined = page.join(0, 1);
        assertEquals("[-2,0," + answered + "]", joined.getLast());
        // Nothing may be taken yet: it is refused, in its place, and not dropped.
        assertEquals(List.of("[-1,1,3]"), page.frame("[1,0,[9]]"));
    }

    @Test
    void aSocketThatDoesNotDrainForTenSecondsIsClosed() {
        TestPage page = node.open(view);
        page.join();
        page.socket.writable(false);
        page.session().message("a");
        assertEquals(List.of(), page.socket.sent());
        node.time.pass(Duration.ofSeconds(10));
        assertEquals(1013, page.socket.closed());
    }

    @Test
    void aSocketThatDrainsAgainGetsOnePatchOfAllThatHappened() {
        TestPage page = node.open(view);
        page.join();
        page.socket.writable(false);
        page.session().message("a");
        page.frame("[1,0,[2],\"b\"]");
        page.session().message("c");
        assertEquals(List.of(), page.socket.sent());
        page.socket.writable(true);
        assertEquals(List.of("[1,0,\"a;search b;c;\"]"), page.socket.sent());
    }

    @Test
    void aNodeHasABoundedNumberOfSessions() {
        TestNode small = new TestNode(SessionSettings.DEFAULTS.with(SessionSettings::sessions, 2));
        small.open(view).join();
        small.open(view);
        assertEquals(
                "The node has its 2 sessions; a setting allows more",
                assertThrows(TooManySessions.class, () -> small.open(view)).getMessage());
        small.time.pass(Duration.ofSeconds(30));
        small.open(view);
        assertEquals(1, small.counters.pagesRefused.sum());
    }

    @Test
    void pagesThatNobodyJoinsAreBoundedInAllAndByAddress() {
        TestNode small =
                new TestNode(
                        SessionSettings.DEFAULTS
                                .with(SessionSettings::pendingSessions, 3)
                                .with(SessionSettings::pendingPerAddress, 2));
        TestPage first = small.open(view);
        small.open(view);
        assertThrows(TooManySessions.class, () -> small.open(view));
        first.join();
        small.open(view);
        assertThrows(TooManySessions.class, () -> small.open(view));
        ViewType<?> type = ViewType.of(view);
        Visit elsewhere =
                new Visit(
                        "/",
                        TestNode.visit().params(),
                        TestNode.visit().identity(),
                        TestNode.visit().context(),
                        "192.0.2.1",
                        "other");
        small.sessions.open(type, elsewhere);
        assertThrows(TooManySessions.class, () -> small.sessions.open(type, elsewhere));
        small.time.pass(Duration.ofSeconds(30));
        small.sessions.open(type, elsewhere);
        assertEquals(2, small.sessions.all().size());
    }

    @Test
    void anAddressThatJoinsAndLeavesOverAndOverKeepsABoundedNumberOfSessions() {
        TestNode small =
                new TestNode(SessionSettings.DEFAULTS.with(SessionSettings::detachedPerAddress, 2));
        TestPage stays = small.open(view);
        stays.join();
        List<TestPage> left = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            TestPage page = small.open(view);
            page.join();
            page.cut();
            left.add(page);
        }
        assertEquals(1, small.counters.detachedOverLimit.sum());
        assertEquals(List.of("did not come back"), view.ended);
        assertNull(small.sessions.find(left.get(0).session().id()));
        assertEquals(3, small.sessions.all().size());
        // Who comes back leaves the place, and is the newest when it is cut again.
        assertEquals(List.of("[-2,0,0]"), left.get(1).join());
        left.get(1).cut();
        assertEquals(1, small.counters.detachedOverLimit.sum());
        TestPage last = small.open(view);
        last.join();
        last.frame("[4]");
        assertEquals(2, small.counters.detachedOverLimit.sum());
        assertNull(small.sessions.find(left.get(2).session().id()));
        assertEquals(List.of("[-2,0,0]"), left.get(1).join());
        small.time.pass(Duration.ofMinutes(2));
        assertEquals(2, small.sessions.all().size());
        assertNull(stays.socket.closed());
    }

    @Test
    void addressesDoNotEndTheSessionsOfOthers() {
        TestNode small =
                new TestNode(SessionSettings.DEFAULTS.with(SessionSettings::detachedPerAddress, 1));
        TestPage here = small.open(view);
        here.join();
        here.cut();
        Visit elsewhere =
                new Visit(
                        "/",
                        TestNode.visit().params(),
                        TestNode.visit().identity(),
                        TestNode.visit().context(),
                        "192.0.2.1",
                        "other");
        TestPage there = new TestPage(small, small.sessions.open(ViewType.of(view), elsewhere));
        there.join();
        there.cut();
        assertEquals(0, small.counters.detachedOverLimit.sum());
        assertEquals(2, small.sessions.all().size());
    }

    @Test
    void aSessionWhoseHandlerBlocksDropsMessagesBeyondTheBoundAndGoesOn() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch after = new CountDownLatch(1);
        view.attaching =
                (state, socket) -> {
                    busy.countDown();
                    free.await();
                    return state;
                };
        view.late =
                (state, socket) -> {
                    after.countDown();
                    return state;
                };
        try (Sessions sessions =
                new Sessions(SessionSettings.DEFAULTS.with(SessionSettings::mailbox, 10))) {
            Page opened = sessions.open(ViewType.of(view), TestNode.visit());
            Session session = Objects.requireNonNull(sessions.find(opened.session()));
            TestTransport socket = new TestTransport();
            session.join(TestNode.join(session.id(), 0, 1, 1, List.of()), socket, true);
            busy.await();
            for (int i = 0; i < 15; i++) session.message("m");
            assertEquals(5, sessions.counters().messagesDropped.sum());
            free.countDown();
            session.receive(FrameReader.read("[1,0,[3,0]]"), socket);
            after.await();
            assertEquals("m;".repeat(10), ((Notes.State) session.state()).log());
        }
    }

    @Test
    void anIdleSessionHoldsNoThread() throws Exception {
        try (Sessions sessions = new Sessions(SessionSettings.DEFAULTS)) {
            ViewType<?> type = ViewType.of(view);
            int threads = Thread.activeCount();
            CountDownLatch attached = new CountDownLatch(200);
            view.attaching =
                    (state, socket) -> {
                        attached.countDown();
                        return state;
                    };
            for (int i = 0; i < 200; i++) {
                Session session =
                        Objects.requireNonNull(
                                sessions.find(sessions.open(type, TestNode.visit()).session()));
                session.join(
                        TestNode.join(session.id(), 0, 1, 1, List.of()), new TestTransport(), true);
            }
            attached.await();
            assertEquals(200, sessions.all().size());
            assertEquals(threads, Thread.activeCount());
            long drains =
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().equals("livelet-session"))
                            .count();
            assertEquals(0, drains);
        }
    }
}
