package dev.livelet.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.OnMessage;
import dev.livelet.Socket;
import dev.livelet.Template;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Handlers that throw, results that cannot be rendered, and what becomes of a session that cannot
 * be helped.
 */
class FailureTest {
    private final TestNode node = new TestNode();

    static final class Fragile implements LiveView<Fragile.State> {
        record State(int value) {
            int half() {
                if (value < 0) throw new IllegalStateException("no half of " + value);
                return value / 2;
            }
        }

        record Become(int value) {}

        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <p>{half}</p>
                        <button on:click={become(-1)}>broken</button>
                        <button on:click={fail()}>fails</button>
                        <button on:click={become(8)}>fine</button>
                        <button on:click={nothing()}>null</button>
                        """);

        final List<String> heard = new ArrayList<>();
        int mounts;
        boolean mountFails;

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            if (mountFails) throw new IllegalStateException("no mount");
            mounts++;
            socket.subscribe("all");
            return new State(0);
        }

        @On
        State become(State state, int value) {
            return new State(value);
        }

        @On
        State fail(State state, Socket socket) {
            socket.subscribe("more");
            socket.publish("all", "published");
            socket.flash("info", "flashed");
            socket.title("titled");
            socket.redirect("/away");
            socket.after("timer", Duration.ofSeconds(1), "timer");
            socket.presence().track("all", "me", "here");
            throw new IllegalStateException("failed");
        }

        @On
        @SuppressWarnings("NullAway")
        State nothing(State state) {
            return null;
        }

        @OnMessage
        State become(State state, Become become) {
            return new State(become.value());
        }

        @OnMessage
        void hear(State state, String message) {
            heard.add(message);
        }
    }

    private final Fragile view = new Fragile();
    private final TestPage page = node.open(view);

    @Test
    void aHandlerThatThrowsChangesNothingAndDoesNothing() {
        page.join();
        Object before = page.session().state();
        assertEquals(List.of("[-1,1,2]"), page.click(0, 1));
        assertSame(before, page.session().state());
        node.pubSub.publish("more", "to the subscription that was undone");
        node.time.pass(Duration.ofSeconds(5));
        assertEquals(List.of(), view.heard);
        assertEquals(List.of(), node.presence.list("all"));
        assertEquals(List.of(), page.socket.sent());
        assertEquals(1, node.counters.eventsFailed.sum());
        assertEquals(List.of("[1,0,4]"), page.click(0, 2));
    }

    @Test
    void aResultThatCannotBeRenderedIsAsIfTheHandlerHadThrown() {
        page.join();
        assertEquals(List.of("[-1,1,2]"), page.click(0, 0));
        assertEquals(List.of("[1,0,4]"), page.click(0, 2));
    }

    @Test
    void aHandlerThatReturnsNullHasFailed() {
        page.join();
        assertEquals(List.of("[-1,1,2]"), page.click(0, 3));
    }

    @Test
    void aMessageThatFailsChangesNothing() {
        page.join();
        page.session().message(new Fragile.Become(-1));
        assertEquals(List.of(), page.socket.sent());
        assertEquals(new Fragile.State(0), page.session().state());
        assertEquals(1, node.counters.messagesFailed.sum());
    }

    @Test
    void aPageThatCatchesUpWithWhatCannotBeRenderedGoesBackToWhatItHad() {
        page.join();
        page.socket.writable(false);
        page.click(0, 2);
        page.click(0, 0);
        assertEquals(new Fragile.State(-1), page.session().state());
        page.socket.writable(true);
        assertEquals(List.of("[-1,1,2]", "[-1,1,2]"), page.socket.sent());
        assertEquals(new Fragile.State(0), page.session().state());
        assertEquals(1, node.counters.rolledBack.sum());
        assertEquals(List.of("[1,0,4]"), page.click(0, 2));
    }

    @Test
    void aJoinAfterWhatCannotBeRenderedGoesBackToo() {
        page.session().message(new Fragile.Become(-1));
        assertEquals(List.of("[-2,0,0]"), page.join());
        assertEquals(new Fragile.State(0), page.session().state());
    }

    @Test
    void tooManyFailuresStartTheSessionAnewFromMountAndMoreEndIt() {
        page.join();
        for (int i = 0; i < 10; i++) assertEquals(List.of("[-1,1,2]"), page.click(0, 1));
        assertEquals(1, view.mounts);
        List<String> restarted = page.click(0, 1);
        assertEquals("[-1,1,2]", restarted.get(0));
        assertTrue(restarted.get(1).startsWith("[-3,1,11,"), restarted.toString());
        assertEquals(2, view.mounts);
        assertEquals(1, node.counters.restarts.sum());
        for (int i = 0; i < 10; i++)
            assertEquals(List.of("[-1,1,2]"), page.click(i == 0 ? 1 : 0, 1));
        assertEquals(List.of("[-1,1,2]", "[-4,7,\"crashed too often\"]"), page.click(0, 1));
        assertEquals(1011, page.socket.closed());
        assertNull(node.sessions.find(page.page.session()));
        assertEquals(1, node.counters.crashed.sum());
    }

    @Test
    void failuresThatAreFarBetweenAreForgiven() {
        page.join();
        for (int i = 0; i < 30; i++) {
            page.click(0, 1);
            node.time.pass(Duration.ofSeconds(10));
        }
        assertEquals(1, view.mounts);
    }

    @Test
    void aRestartWhoseMountFailsEndsTheSession() {
        page.join();
        view.mountFails = true;
        for (int i = 0; i < 11; i++) page.click(0, 1);
        assertEquals(1011, page.socket.closed());
        assertFalse(node.sessions.all().contains(page.session()));
    }
}
