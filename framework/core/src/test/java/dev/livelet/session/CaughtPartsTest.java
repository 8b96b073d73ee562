package dev.livelet.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.OnMessage;
import dev.livelet.Socket;
import dev.livelet.Template;

import org.junit.jupiter.api.Test;

import java.util.List;

/** A part of a page that fails within a {@code :catch} fails neither the page nor its events. */
class CaughtPartsTest {
    private final TestNode node = new TestNode();

    static final class Report implements LiveView<Report.State> {
        record State(int value) {
            int half() {
                if (value < 0) throw new IllegalStateException("no half of " + value);
                return value / 2;
            }
        }

        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <button on:click={add(3)}>more</button>
                        <div :catch>{half}<button on:click={add(1)}>inside</button></div>
                        <button :else on:click={add(10)}>instead</button>
                        """);

        int first;

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            return new State(first);
        }

        @On
        State add(State state, int step) {
            return new State(state.value() + step);
        }

        @OnMessage
        State become(State state, Integer value) {
            return new State(value);
        }
    }

    private final Report view = new Report();

    private TestPage joined() {
        TestPage page = node.open(view);
        page.join();
        return page;
    }

    @Test
    void thePageIsServedWithTheFallback() {
        view.first = -1;
        TestPage page = node.open(view);
        assertTrue(page.html().endsWith("<!--2--><button>instead</button>"), page.html());
        assertEquals(1, node.counters.partsFailed.sum());
    }

    @Test
    void anEventThatMakesThePartFailIsApplied() {
        view.first = -4;
        TestPage page = joined();
        assertEquals(List.of("[1]"), page.click(0, 0));
        assertEquals(List.of("[1,0,[-1,1]]"), page.click(1, 0));
        assertEquals(0, node.counters.eventsFailed.sum());
        assertEquals(1, node.counters.partsFailed.sum());
    }

    @Test
    void eachTimeThatItFailsAnewIsCounted() {
        TestPage page = joined();
        for (int value : new int[] {-1, -2, 2, -3}) page.session().message(value);
        assertEquals(2, node.counters.partsFailed.sum());
        assertEquals(0, node.counters.messagesFailed.sum());
    }

    @Test
    void whatStandsInTheFallbackWorksWhileThatIsShown() {
        view.first = -4;
        TestPage page = joined();
        assertEquals(List.of("[1,0,[-1,3]]"), page.click(0, 0, 0));
    }

    @Test
    void anEventOfThePartIsStaleOnceItHasFailed() {
        TestPage page = joined();
        page.session().message(-1);
        assertEquals(List.of("[0,0,[-2]]", "[-1,1,1]"), page.click(0, 0, 0));
        assertEquals(1, node.counters.eventsStale.sum());
    }
}
