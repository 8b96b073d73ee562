package dev.livelet.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.LiveletException;
import dev.livelet.Socket;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What handlers do by their socket, and when it takes effect. */
class SocketTest {
    private static final String LATE = "[1,0,[3,0]]";

    private final TestNode node = new TestNode();
    private final Notes view = new Notes();

    private String log(TestPage page) {
        return ((Notes.State) page.session().state()).log();
    }

    private TestPage joined() {
        TestPage page = node.open(view);
        page.join();
        return page;
    }

    private List<String> late(TestPage page, Notes.Act act) {
        view.late = act;
        return page.frame(LATE);
    }

    @Test
    void effectsRideInThePatchAndStayUntilItIsAcknowledged() {
        TestPage page = joined();
        Notes.Act act =
                (state, socket) -> {
                    socket.title("t");
                    socket.flash("info", "f\"");
                    socket.push("p", Map.of("a", 1));
                    socket.push("q", null);
                    return state;
                };
        String effects =
                "-1,[[\"title\",\"t\"],[\"flash\",\"info\",\"f\\\"\"],[\"push\",\"p\",{\"a\":1}],[\"push\",\"q\",null]]]";
        assertEquals(List.of("[1," + effects), late(page, act));
        page.cut();
        assertEquals(List.of("[-2,2,1," + effects), page.join(0, 1));
        page.cut();
        assertEquals(List.of("[-2,2,1]"), page.join(2, 2));
    }

    @Test
    void onlySoManyEffectsWaitForAPageThatIsAway() {
        TestNode small = new TestNode(SessionSettings.DEFAULTS.with(SessionSettings::effects, 2));
        view.mounting =
                (state, socket) -> {
                    for (int i = 0; i < 5; i++) socket.flash("info", "f" + i);
                    return state;
                };
        assertEquals(
                List.of("[-2,1,0,-1,[[\"flash\",\"info\",\"f3\"],[\"flash\",\"info\",\"f4\"]]]"),
                small.open(view).join());
        assertEquals(3, small.counters.effectsDropped.sum());
    }

    @Test
    void aRedirectGoesAfterThePatchAndWaitsForAPageThatIsAway() {
        TestPage page = joined();
        Notes.Act away =
                (state, socket) -> {
                    socket.redirect("/away?x=1");
                    return state.logged("gone");
                };
        assertEquals(List.of("[1,0,\"gone;\"]", "[-6,\"/away?x=1\"]"), late(page, away));
        for (String bad :
                List.of("javascript:alert(1)", "//evil", "/\\evil", "", "data:x", "/a\nb")) {
            late(
                    page,
                    (state, socket) -> {
                        assertThrows(LiveletException.class, () -> socket.redirect(bad), bad);
                        return state;
                    });
        }
        assertEquals(0, node.counters.eventsFailed.sum());
    }

    @Test
    void timersSendTheirMessagesUntilTheyAreCancelledOrReplaced() {
        TestPage page = joined();
        late(page, Notes.every("t", Duration.ofSeconds(1), "a"));
        node.time.pass(Duration.ofSeconds(2));
        late(page, Notes.every("t", Duration.ofSeconds(2), "b"));
        node.time.pass(Duration.ofSeconds(4));
        late(
                page,
                (state, socket) -> {
                    socket.cancel("t");
                    socket.after("once", Duration.ofSeconds(1), "c");
                    return state;
                });
        node.time.pass(Duration.ofSeconds(9));
        assertEquals("a;a;b;b;c;", log(page));
    }

    @Test
    void aSessionHasABoundedNumberOfTimers() {
        TestPage page = joined();
        List<String> problems = new ArrayList<>();
        late(
                page,
                (state, socket) -> {
                    for (int i = 0; i < 32; i++) socket.after("t" + i, Duration.ofDays(1), "x");
                    problems.add(
                            assertThrows(
                                            LiveletException.class,
                                            () -> socket.after("t32", Duration.ofDays(1), "x"))
                                    .getMessage());
                    return state;
                });
        assertEquals(
                List.of(
                        "More than 32 timers in a session of Notes with 't32'; a timer of the same"
                                + " name replaces the one before"),
                problems);
        page.cut();
        node.time.pass(Duration.ofMinutes(2));
        assertEquals(0, node.time.waiting());
    }

    @Test
    void timersAndWorkStartInAttachNotInMount() {
        view.mounting = Notes.every("t", Duration.ofSeconds(1), "a");
        String message = assertThrows(LiveletException.class, () -> node.open(view)).getMessage();
        assertTrue(message != null && message.contains("Start it in attach"), message);
    }

    @Test
    void asynchronousWorkBringsItsResultToTheStateOfThatMoment() {
        TestPage page = joined();
        assertEquals(List.of("[1]", "[0,0,\"result;\"]"), late(page, Notes.async(() -> "result")));
        page.frame("[2,2]");
        late(
                page,
                Notes.async(
                        () -> {
                            throw new IllegalStateException("no");
                        }));
        assertEquals("result;failed;", log(page));
    }

    @Test
    void workOfTheSameNameReplacesTheOneBefore() throws Exception {
        try (Sessions sessions = new Sessions(SessionSettings.DEFAULTS)) {
            var started = new java.util.concurrent.CountDownLatch(1);
            var interrupted = new java.util.concurrent.CountDownLatch(1);
            var done = new java.util.concurrent.CountDownLatch(1);
            view.attaching =
                    Notes.async(
                            () -> {
                                started.countDown();
                                try {
                                    new java.util.concurrent.CountDownLatch(1).await();
                                } finally {
                                    interrupted.countDown();
                                }
                                return "never";
                            });
            view.late =
                    (state, socket) -> {
                        if (state.log().contains("second")) done.countDown();
                        return state;
                    };
            Session session = open(sessions);
            TestTransport socket = new TestTransport();
            session.join(TestNode.join(session.id(), 0, 1, 1, List.of()), socket, true);
            started.await();
            view.attaching = Notes.async(() -> "second");
            session.join(TestNode.join(session.id(), 0, 2, 1, List.of()), socket, true);
            interrupted.await();
            while (done.getCount() > 0) {
                session.receive(FrameReader.read(LATE), socket);
                done.await(10, java.util.concurrent.TimeUnit.MILLISECONDS);
            }
            assertEquals("second;", ((Notes.State) session.state()).log());
        }
    }

    private Session open(Sessions sessions) {
        Page page = sessions.open(ViewType.of(view), TestNode.visit());
        Session session = sessions.find(page.session());
        assertNotNull(session);
        return session;
    }

    @Test
    void messagesGoToAllSubscribersThePublisherIncludedAfterItsHandler() {
        view.mounting =
                (state, socket) -> {
                    socket.subscribe("room");
                    socket.subscribe("room");
                    return state;
                };
        TestPage one = joined();
        TestPage two = joined();
        late(
                one,
                (state, socket) -> {
                    socket.publish("room", "hello");
                    socket.send("self");
                    return state.logged("own");
                });
        assertEquals("own;hello;self;", log(one));
        assertEquals("hello;", log(two));
        late(
                two,
                (state, socket) -> {
                    socket.unsubscribe("room");
                    return state;
                });
        node.pubSub.publish("room", "more");
        assertEquals("own;hello;self;more;", log(one));
        assertEquals("hello;", log(two));
        assertEquals(0, node.counters.messagesUnhandled.sum());
        one.session().message(5L);
        assertEquals(1, node.counters.messagesUnhandled.sum());
    }

    @Test
    void presenceComesWithTheConnectionAndGoesWithThePage() {
        view.mounting =
                (state, socket) -> {
                    socket.subscribe("room");
                    return state;
                };
        view.attaching =
                (state, socket) -> {
                    socket.presence().track("room", socket.params().get("room"), "me");
                    return state;
                };
        TestPage page = joined();
        node.time.pass(Duration.ofSeconds(1));
        assertEquals("+1-0;", log(page));
        assertEquals("lobby", node.presence.list("room").getFirst().key());
        page.cut();
        node.time.pass(Duration.ofSeconds(4));
        assertEquals(1, node.presence.list("room").size());
        page.join(1, 1);
        page.frame("[4]");
        assertEquals(0, node.presence.list("room").size());
    }

    @Test
    void aSocketIsDeadOutsideItsHandler() {
        TestPage page = joined();
        List<Socket> kept = new ArrayList<>();
        late(
                page,
                (state, socket) -> {
                    kept.add(socket);
                    return state;
                });
        assertThrows(LiveletException.class, () -> kept.getFirst().publish("room", "late"));
    }

    @Test
    void anEventHasAKeyOfItsOwnAndABrowserAName() {
        TestPage page = joined();
        List<@Nullable String> ids = new ArrayList<>();
        List<String> visitors = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            late(
                    page,
                    (state, socket) -> {
                        ids.add(socket.eventId().orElse(null));
                        visitors.add(socket.visitor());
                        return state;
                    });
        }
        assertEquals(List.of(page.page.session() + ":1", page.page.session() + ":2"), ids);
        assertEquals(visitors.get(0), visitors.get(1));
        assertNotEquals("browser", visitors.get(0));
    }

    @Test
    void aSessionHasABoundedNumberOfSubscriptions() {
        TestNode small =
                new TestNode(SessionSettings.DEFAULTS.with(SessionSettings::subscriptions, 2));
        view.mounting =
                (state, socket) -> {
                    for (int i = 0; i < 3; i++) socket.subscribe("topic" + i);
                    return state;
                };
        assertThrows(LiveletException.class, () -> small.open(view));
        assertEquals(0, small.pubSub.topics());
    }
}
