package dev.livelet.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.OnMessage;
import dev.livelet.Socket;
import dev.livelet.Template;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A page that does not keep up costs bounded memory, and gets one patch when it does again. */
class FlowControlTest {
    private static final int WINDOW = SessionSettings.DEFAULTS.window();
    private final TestNode node = new TestNode();

    static final class Ticker implements LiveView<Ticker.State> {
        record State(int number) {}

        record Tick(int number) {}

        private static final Template<State> PAGE =
                Template.of(State.class, "<p>{number}</p><button on:click={reset()}>0</button>");

        final CountDownLatch last = new CountDownLatch(1);
        final int until;

        Ticker(int until) {
            this.until = until;
        }

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            socket.subscribe("ticks");
            return new State(0);
        }

        @OnMessage
        State tick(State state, Tick tick) {
            if (tick.number == until) last.countDown();
            return new State(tick.number());
        }

        @On
        State reset(State state) {
            return new State(0);
        }
    }

    private void ticks(int from, int to) {
        for (int i = from; i <= to; i++) node.pubSub.publish("ticks", new Ticker.Tick(i));
    }

    @Test
    void
            aHundredThousandMessagesToAPageThatAcknowledgesNothingKeepAWindowOfStatesAndBecomeOnePatch() {
        TestPage page = node.open(new Ticker(0));
        page.join();
        int most = 0;
        for (int i = 1; i <= 100_000; i++) {
            ticks(i, i);
            most = Math.max(most, page.session().states());
        }
        assertEquals(WINDOW, page.socket.sent().size());
        assertEquals(WINDOW + 2, most);
        assertEquals(List.of("[0,0,100000]"), page.frame("[2,8]"));
        assertEquals(100_000, node.counters.messages.sum());
        assertEquals(WINDOW + 1, node.counters.patches.sum());
    }

    @Test
    void aMessageToOneSessionCostsMicrosecondsWhenItsPageIsBehind() throws Exception {
        Ticker view = new Ticker(100_000);
        try (Sessions sessions = new Sessions(SessionSettings.DEFAULTS)) {
            Page opened = sessions.open(ViewType.of(view), TestNode.visit());
            Session session = java.util.Objects.requireNonNull(sessions.find(opened.session()));
            session.join(
                    TestNode.join(session.id(), 0, 1, 1, List.of()), new TestTransport(), true);
            long start = System.nanoTime();
            for (int i = 1; i <= 100_000; i++)
                sessions.pubSub().publish("ticks", new Ticker.Tick(i));
            view.last.await();
            System.out.println(
                    "FlowControlTest: " + (System.nanoTime() - start) / 100_000 + " ns a message");
            assertEquals(0, sessions.counters().messagesDropped.sum());
        }
    }
}
