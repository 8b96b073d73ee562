package dev.livelet.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livelet.Gap;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.OnMessage;
import dev.livelet.Socket;
import dev.livelet.Template;
import dev.livelet.spi.SessionCopy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A session that another node goes on with. */
class TakeoverTest {
    private final TestCluster cluster = new TestCluster();
    private final TestNode first = new TestNode(SessionSettings.DEFAULTS, cluster);
    private final TestNode second = new TestNode(SessionSettings.DEFAULTS, cluster);
    private final Counter view = new Counter();
    private final ViewType<Counter.State> type = ViewType.of(view);

    static final class Counter implements LiveView<Counter.State> {
        record State(int count, String last) {}

        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <p>{count}</p><p>{last}</p>
                        <button on:click={add()}>+</button>
                        <button on:click={tell()}>tell</button>
                        """);

        final List<String> calls = new ArrayList<>();

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            calls.add("mount");
            socket.subscribe("news");
            return new State(0, "");
        }

        @Override
        public State restored(State state, Socket socket) {
            calls.add("restored");
            return state;
        }

        @Override
        public State attach(State state, Socket socket) {
            calls.add("attach");
            socket.presence().track("here", "ada", "on her page");
            return state;
        }

        @On
        State add(State state, Socket socket) {
            socket.after("later", Duration.ofSeconds(5), "time is over");
            return new State(state.count() + 1, state.last());
        }

        @On
        void tell(State state, Socket socket) {
            socket.publish("told", "by " + state.count());
        }

        @OnMessage
        State heard(State state, String news) {
            return new State(state.count(), news);
        }

        @OnMessage
        State missed(State state, Gap gap) {
            calls.add("missed " + gap.topic());
            return state;
        }

        @Override
        public void terminate(State state, String reason) {
            calls.add("terminate");
        }
    }

    private Session adopt(TestPage page, ClientFrame.Join join) {
        return second.sessions.adopt(type, TestNode.visit(), join);
    }

    private ClientFrame.Join join(TestPage page, int seen, int attempt, int first) {
        return TestNode.join(page.session().id(), seen, attempt, first, List.of());
    }

    @Test
    void goesOnWithItsStateAndNumbersAndIsNotMountedAgain() {
        TestPage page = first.open(type);
        page.join();
        page.click(0, 0);
        page.click(1, 0);
        view.calls.clear();

        ClientFrame.Join again = join(page, 2, 2, 3);
        Session session = adopt(page, again);
        TestTransport socket = new TestTransport();
        session.join(again, socket, true);

        assertEquals(List.of("[-10,2,\"here\"]", "[-2,2,2]"), socket.sent());
        session.receive(new ClientFrame.Event(0, new int[] {0}, null, null), socket);
        assertEquals(List.of("[1,0,3]"), socket.sent());
        assertEquals(List.of("restored", "attach", "missed news"), view.calls);
    }

    /** What was published while nobody ran the session may concern it. */
    @Test
    void isToldOnceOfAGapInEachTopicThatItStillHas() {
        TestPage page = first.open(type);
        page.join();
        ClientFrame.Join again = join(page, 1, 2, 1);
        Session session = adopt(page, again);
        view.calls.clear();
        assertEquals(0, second.counters.gaps.sum());

        session.join(again, new TestTransport(), true);
        assertEquals(List.of("restored", "attach", "missed news"), view.calls);
        session.join(join(page, 1, 3, 1), new TestTransport(), true);
        assertEquals(1, second.counters.gaps.sum());
        assertEquals(0, first.counters.gaps.sum());
    }

    @Test
    void isPatchedFromWhatItsPageShows() {
        TestPage page = first.open(type);
        page.join();
        page.click(0, 0);
        page.click(0, 0);

        ClientFrame.Join again = join(page, 1, 2, 3);
        Session session = adopt(page, again);
        TestTransport socket = new TestTransport();
        session.join(again, socket, true);

        assertEquals("[-2,3,2,0,2]", socket.sent().getLast());
        assertEquals(0, second.counters.fullRenders.sum());
    }

    @Test
    void keepsItsSubscriptionsAndTimers() {
        TestPage page = first.open(type);
        page.join();
        page.click(0, 0);

        ClientFrame.Join again = join(page, 2, 2, 2);
        Session session = adopt(page, again);
        TestTransport socket = new TestTransport();
        session.join(again, socket, true);
        second.pubSub.publish("news", "hello");
        assertEquals(new Counter.State(1, "hello"), session.state());
        second.time.pass(Duration.ofSeconds(6));
        assertEquals(new Counter.State(1, "time is over"), session.state());
    }

    @Test
    void endsSilentlyWhereItWas() {
        TestPage page = first.open(type);
        page.join();
        adopt(page, join(page, 1, 2, 1));

        assertEquals(4409, page.socket.closed());
        assertNull(first.sessions.find(page.session().id()));
        assertEquals(1, first.counters.fenced.sum());
        assertFalse(view.calls.contains("terminate"));
        first.pubSub.publish("news", "too late");
        assertEquals("", ((Counter.State) page.session().state()).last());
    }

    @Test
    void itsEntriesWaitForThoseOfTheNodeWhereItIs() {
        TestPage page = first.open(type);
        page.join();
        adopt(page, join(page, 1, 2, 1));
        first.time.pass(Duration.ofSeconds(2));
        assertEquals(1, first.presence.list("here").size());
        first.time.pass(Duration.ofSeconds(4));
        assertEquals(List.of(), first.presence.list("here"));
    }

    @Test
    void itsEntriesStayWhereItComesBackToBeforeThatNodeKnewThatItHadGone() {
        TestPage page = first.open(type);
        page.join();
        Session old = page.session();
        Runnable told = cluster.tellLate();
        ClientFrame.Join back = join(page, 1, 3, 1);
        Session again = first.sessions.adopt(type, TestNode.visit(), back);
        again.join(back, new TestTransport(), true);

        told.run();
        assertNull(second.sessions.find(old.id()));
        assertSame(again, first.sessions.find(old.id()));
        first.time.pass(Duration.ofSeconds(6));
        assertEquals(1, first.presence.list("here").size());
    }

    @Test
    void whatAFencedTurnDidLeavesNothing() {
        List<Object> heard = new ArrayList<>();
        first.pubSub.subscribe("told", (topic, message) -> heard.add(message));
        TestPage page = first.open(type);
        page.join();
        cluster.fence(page.session().id());

        assertEquals(List.of(), page.click(0, 1));
        assertEquals(List.of(), heard);
        assertEquals(4409, page.socket.closed());
    }

    @Test
    void nothingLeavesBeforeTheCopyIsSafe() {
        List<Object> heard = new ArrayList<>();
        first.pubSub.subscribe("told", (topic, message) -> heard.add(message));
        TestPage page = first.open(type);
        page.join();
        cluster.slow = true;

        assertEquals(List.of(), page.click(0, 0));
        assertEquals(List.of(), page.click(0, 1));
        assertEquals(List.of(), heard);
        cluster.release();
        assertEquals(List.of("[1,0,1]", "[1]"), page.socket.sent());
        assertEquals(List.of("by 1"), heard);
    }

    /** Typed text as changes to what the lost node knew, errors where the user has been. */
    @Test
    void aFormThatIsBeingFilledInGoesOnWithinTheWord() {
        SignupView signup = new SignupView();
        ViewType<SignupView.State> forms = ViewType.of(signup);
        TestPage page = first.open(forms);
        page.join();
        assertEquals(
                List.of("[1,0,\"a\",1,\"Too short\"]"),
                page.frame("[1,0,[0],[{\"name\":\"a\"}],\"name\"]"));
        assertEquals(List.of("[1,0,\"ad\"]"), page.frame("[1,1,[0],{\"name\":[\"d\"]}]"));

        ClientFrame.Join again = join(page, 2, 2, 3);
        Session session = second.sessions.adopt(forms, TestNode.visit(), again);
        TestTransport socket = new TestTransport();
        session.join(again, socket, true);
        socket.sent();
        session.receive(FrameReader.read("[1,0,[0],{\"mail\":[\"m\"]}]"), socket);
        assertEquals(List.of("[1,2,\"No address\"]"), socket.sent());
        session.receive(FrameReader.read("[1,1,[0],{\"name\":[\"a\"]}]"), socket);
        assertEquals(List.of("[1,0,\"ada\",1,\"\"]"), socket.sent());
        assertEquals(0, second.counters.eventsUnknownBase.sum());
        assertEquals(Set.of("name", "mail"), ((SignupView.State) session.state()).form().touched());
    }

    @Test
    void aPageWithoutATouchedFormHasNothingMoreInItsCopy() {
        TestPage page = first.open(ViewType.of(new SignupView()));
        page.join();
        assertNull(cluster.commits.getLast().forms());
        page.frame("[1,0,[0],[{\"name\":\"ada\",\"mail\":\"a@b\"}],\"name\"]");
        SessionCopy.Forms forms = cluster.commits.getLast().forms();
        assertEquals(Set.of("name"), forms.forms().getFirst().touched());
        page.frame("[2,1]");
        assertSame(forms, cluster.commits.getLast().forms());
        page.frame("[1,0,[1],[{\"name\":\"ada\",\"mail\":\"a@b\"}]]");
        assertNull(cluster.commits.getLast().forms());
    }

    /** A copy goes out with each key: what is long is asked for again, what was touched stays. */
    @Test
    void aLongTextIsNotInTheCopy() {
        TestPage page = first.open(ViewType.of(new SignupView()));
        page.join();
        String text = "x".repeat(9_000);
        page.frame("[1,0,[0],[{\"name\":\"" + text + "\"}],\"name\"]");
        SessionCopy.Form form = cluster.commits.getLast().forms().forms().getFirst();
        assertEquals(Set.of("name"), form.touched());
        assertEquals(Map.of(), form.said());
    }

    @Test
    void aSocketThatIsOlderThanTheSessionsIsSuperseded() {
        TestPage page = first.open(type);
        page.join();
        page.cut();
        page.join(1, 1);
        ClientFrame.Join late = join(page, 1, 1, 1);
        assertThrows(Sessions.Superseded.class, () -> adopt(page, late));
        assertNotNull(first.sessions.find(page.session().id()));
    }

    /** The page comes once more to find it where it is: it is not told that all is gone. */
    @Test
    void aJoinThatWasLetInAMomentBeforeTheSessionWentElsewhereIsSentOn() {
        TestPage page = first.open(type);
        page.join();
        Session before = page.session();
        adopt(page, join(page, 1, 2, 1));
        assertSentOn(before, join(page, 1, 3, 1));
    }

    /** As above, of a node that stops. */
    @Test
    void aJoinThatWasLetInAMomentBeforeTheNodeWentAwayIsSentOn() {
        TestPage page = first.open(type);
        page.join();
        Session before = page.session();
        first.sessions.close();
        assertSentOn(before, join(page, 1, 2, 1));
    }

    private static void assertSentOn(Session session, ClientFrame.Join join) {
        TestTransport socket = new TestTransport();
        session.join(join, socket, true);
        assertEquals(List.of(), socket.sent());
        assertEquals(1001, socket.closed());
    }

    /** A join went elsewhere in between: what is here may be old, however alive it looks. */
    @Test
    void aSessionWhosePageWasElsewhereMeanwhileIsClaimedThoughItIsHere() {
        TestPage page = first.open(type);
        page.join();
        page.click(0, 0);
        ClientFrame.Join next = join(page, 1, 2, 2);
        ClientFrame.Join afterAnother = join(page, 1, 3, 2);
        assertSame(page.session(), first.sessions.find(next));
        assertNull(first.sessions.find(afterAnother));

        Session claimed = first.sessions.adopt(type, TestNode.visit(), afterAnother);

        TestTransport socket = new TestTransport();
        claimed.join(afterAnother, socket, true);
        assertSame(claimed, first.sessions.find(page.session().id()));
        assertEquals(List.of("[-10,1,\"here\"]", "[-2,1,1]"), socket.sent());
    }

    @Test
    void aSessionThatEndsIsForgotten() {
        TestPage page = first.open(type);
        page.join();
        page.session().end("signed out");
        assertFalse(cluster.knows(page.session().id()));
        assertNull(adopt(page, join(page, 1, 2, 1)));
    }

    @Test
    void aTurnThatChangedNothingIsNoCopy() {
        TestPage page = first.open(type);
        page.join();
        int before = cluster.commits.size();
        page.frame("[2,0]");
        assertEquals(before, cluster.commits.size());
    }
}
