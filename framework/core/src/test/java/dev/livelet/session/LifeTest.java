package dev.livelet.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.session.Sessions.TooManySessions;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

/** pending, live, detached, gone. */
class LifeTest {
    private final TestNode node = new TestNode();
    private final Notes view = new Notes();

    @Test
    void aPageThatNobodyJoinsEndsAfterHalfAMinute() {
        TestPage page = node.open(view);
        node.time.pass(Duration.ofSeconds(29));
        assertNotNull(node.sessions.find(page.page.session()));
        node.time.pass(Duration.ofSeconds(1));
        assertNull(node.sessions.find(page.page.session()));
        assertEquals(List.of("never joined"), view.ended);
        assertEquals(List.of("[-4,1,\"The session has ended\"]"), page.join());
        assertEquals(0, node.time.waiting());
    }

    @Test
    void aMountThatFailsWhileTheNodeStopsDoesNotHoldItUp() throws Exception {
        CountDownLatch mounting = new CountDownLatch(1);
        CountDownLatch stopping = new CountDownLatch(1);
        view.mounting =
                (state, socket) -> {
                    mounting.countDown();
                    stopping.await();
                    throw new IllegalStateException("as the test wants it");
                };
        Sessions sessions = new Sessions(toldOfWork(stopping));
        sessions.open(ViewType.of(new Notes()), TestNode.visit());
        Thread opening =
                Thread.ofVirtual()
                        .start(
                                () ->
                                        assertThrows(
                                                IllegalStateException.class,
                                                () ->
                                                        sessions.open(
                                                                ViewType.of(view),
                                                                TestNode.visit())));
        mounting.await();
        // The other page is told to stop first: then the node waits for all that it has.
        Thread closing = Thread.ofVirtual().start(sessions::close);
        opening.join();
        assertTrue(closing.join(Duration.ofSeconds(5)));
    }

    /** Real services; the latch falls when a session first has work that is not its mount. */
    private static SessionServices toldOfWork(CountDownLatch latch) {
        SessionServices real = SessionServices.of(SessionSettings.DEFAULTS);
        Executor told =
                task -> {
                    latch.countDown();
                    real.executor().execute(task);
                };
        return new SessionServices(
                real.settings(),
                real.counters(),
                real.pubSub(),
                real.presence(),
                real.timers(),
                real.nanos(),
                told,
                real.duplicates());
    }

    @Test
    void aPageThatComesBackInTimeGoesOnWithoutAnotherMount() {
        TestPage page = node.open(view);
        page.join();
        page.frame("[1,0,[1,0,1,0]]");
        page.cut();
        node.time.pass(Duration.ofSeconds(119));
        assertEquals(List.of("[-2,1,1]"), page.join(1, 2));
        node.time.pass(Duration.ofHours(1));
        assertEquals(List.of("[1,0,[\"-3;\"],1,[0,1,1]]"), page.frame("[1,0,[1,1,1,0]]"));
        assertEquals(1, node.counters.mounts.sum());
        assertEquals(1, node.counters.resumes.sum());
    }

    @Test
    void aPageThatDoesNotComeBackEndsOnce() {
        TestPage page = node.open(view);
        page.join();
        page.cut();
        node.time.pass(Duration.ofMinutes(2));
        node.time.pass(Duration.ofMinutes(2));
        assertEquals(List.of("did not come back"), view.ended);
        assertEquals(0, node.time.waiting());
    }

    @Test
    void aPageThatWentAwayIsKeptForTheBackButtonOnly() {
        TestPage page = node.open(view);
        page.join();
        page.frame("[4]");
        assertEquals(1000, page.socket.closed());
        node.time.pass(Duration.ofSeconds(29));
        assertEquals(List.of("[-2,0,0]"), page.join());
        page.frame("[4]");
        node.time.pass(Duration.ofSeconds(30));
        assertEquals(List.of("did not come back"), view.ended);
    }

    @Test
    void whatHappensBeforeTheJoinComesWithIt() {
        view.mounting =
                (state, socket) -> {
                    socket.subscribe("notes");
                    socket.title("Notes");
                    socket.flash("info", "hello");
                    return state;
                };
        TestPage page = node.open(view);
        assertEquals("Notes", page.page.title());
        node.pubSub.publish("notes", new Notes.Withdrawn(2));
        assertEquals(
                List.of(
                        "[-2,1,0,1,[0,1,1],-1,[[\"title\",\"Notes\"],[\"flash\",\"info\",\"hello\"]]]"),
                page.join());
    }

    @Test
    void attachRunsAtEachJoinAndIsLive() {
        view.mounting = (state, socket) -> state.logged("mount " + socket.isLive());
        view.attaching =
                (state, socket) ->
                        state.logged("attach " + socket.isLive() + " " + socket.context().zone());
        TestPage page = node.open(view);
        assertEquals(List.of("[-2,1,0,0,[\"attach true Europe/Berlin;\"]]"), page.join());
        page.cut();
        assertEquals(List.of("[-2,2,0,0,[\"attach true Europe/Berlin;\"]]"), page.join(1, 1));
    }

    @Test
    void theNewestOfTwoTabsWinsAndTheOtherIsTold() {
        TestPage page = node.open(view);
        page.join();
        TestTransport first = page.socket;
        TestTransport second = new TestTransport();
        page.session().join(TestNode.join(page.page.session(), 0, 1, 1, List.of()), second, true);
        assertEquals(List.of("[-4,2,\"The page is open elsewhere\"]"), first.sent());
        assertEquals(4409, first.closed());
        assertEquals(List.of("[-2,0,0]"), second.sent());
        // What the other still sends is nobody's any more, and its end is not this one's.
        page.frame("[1,0,[2,0]]");
        page.session().detach(first);
        assertEquals(0, node.counters.eventsApplied.sum());
        page.socket = second;
        assertEquals(List.of("[1,1,[0,0,3]]"), page.frame("[1,0,[2,0]]"));
    }

    @Test
    void aJoinThatItsOwnPageHasGivenUpIsTurnedAway() {
        TestPage page = node.open(view);
        page.join();
        page.join();
        TestTransport late = new TestTransport();
        page.session().join(TestNode.join(page.page.session(), 0, 1, 1, List.of()), late, true);
        assertEquals(4409, late.closed());
        assertNull(page.socket.closed());
    }

    @Test
    void anotherBundleGetsItsDefinitionsAndAFullRender() {
        TestPage page = node.open(view);
        TestTransport socket = new TestTransport();
        page.session().join(TestNode.join(page.page.session(), 0, 1, 1, List.of()), socket, false);
        List<String> sent = socket.sent();
        assertEquals(2, sent.size());
        int id = view.template() instanceof dev.livelet.template.CompiledTemplate<?> t ? t.id() : 0;
        assertEquals(
                "[-9,{\"" + id + "\":",
                sent.get(0).substring(0, 7 + String.valueOf(id).length() + 1));
        assertEquals(
                "[-3,1,0," + id + ",\"\",[3,[\"one\",\"two\",\"three\"],[[-1],0,[-1]]],[-1],[-1]]",
                sent.get(1));
    }

    @Test
    void aPageWhoseSessionIsGoneIsTakenOverWithItsNumbersAndItsEventsAreRefused() {
        TestPage page = node.open(view);
        TestTransport socket = new TestTransport();
        ClientFrame.Join join =
                TestNode.join(
                        "lost",
                        57,
                        9,
                        12,
                        List.of(TestPage.queued(57, 2, 0), TestPage.queued(57, 2, 0)));
        page.session().join(join, socket, true);
        int id = page.page.template();
        assertEquals(
                List.of(
                        "[-1,1,1]",
                        "[-1,1,1]",
                        "[-3,58,13,"
                                + id
                                + ",\"\",[3,[\"one\",\"two\",\"three\"],[[-1],0,[-1]]],[-1],[-1]]"),
                socket.sent());
        page.socket = socket;
        assertEquals(List.of("[1,1,[0,0,3]]"), page.frame("[1,1,[2,0]]"));
    }

    @Test
    void mountMaySendThePageElsewhere() {
        view.mounting =
                (state, socket) -> {
                    socket.redirect("/login");
                    return state;
                };
        Page page = node.sessions.open(ViewType.of(view), TestNode.visit());
        assertEquals("/login", page.redirect());
        assertNull(node.sessions.find(page.session()));
    }

    @Test
    void aMountThatThrowsLeavesNothingBehind() {
        view.mounting =
                (state, socket) -> {
                    socket.subscribe("notes");
                    throw new IllegalStateException("no database");
                };
        ViewType<?> type = ViewType.of(view);
        assertThrows(IllegalStateException.class, () -> node.sessions.open(type, TestNode.visit()));
        assertEquals(0, node.pubSub.topics());
        assertEquals(0, node.time.waiting());
        assertEquals(List.of(), List.copyOf(node.sessions.all()));
    }

    @Test
    void closingTheNodeEndsAllSessionsAndOpensNoMore() {
        TestPage page = node.open(view);
        page.join();
        TestPage pending = node.open(view);
        node.sessions.drain(Duration.ofSeconds(5));
        assertEquals(List.of("[-5,5000]"), page.socket.sent());
        node.sessions.close();
        assertEquals(List.of("the server stops", "the server stops"), view.ended);
        assertEquals(1001, page.socket.closed());
        assertNull(node.sessions.find(pending.page.session()));
        assertThrows(TooManySessions.class, () -> node.open(view));
    }

    @Test
    void disconnectEndsWhatBelongsToTheIdentity() {
        TestPage page = node.open(view);
        page.join();
        node.sessions.disconnect("nobody");
        assertNull(page.socket.closed());
        page.session().end("logged out");
        assertEquals(List.of("[-4,1,\"logged out\"]"), page.socket.sent());
        assertEquals(List.of("logged out"), view.ended);
    }
}
