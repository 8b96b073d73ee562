package dev.livelet.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.Socket;
import dev.livelet.Template;

import org.junit.jupiter.api.Test;

import java.util.List;

/** The README's counter, frame by frame. */
class CounterTest {
    private final TestNode node = new TestNode();

    static final class Counter implements LiveView<Counter.State> {
        record State(int count) {
            boolean full() {
                return count >= 3;
            }
        }

        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <h1>Clicked {count} times</h1>
                        <button on:click={add(1)} disabled={full}>+1</button>
                        <button on:click={add(-1)} :if={count > 0}>-1</button>
                        """);

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            return new State(0);
        }

        @On
        State add(State state, int step) {
            return new State(state.count() + step);
        }
    }

    @Test
    void aPageIsRenderedOnceAndJoinsWithoutMarkup() {
        TestPage page = node.open(new Counter());
        assertEquals("<h1>Clicked <!>0<!> times</h1><button>+1</button><!--0-->", page.html());
        assertEquals(List.of("[-2,0,0]"), page.join());
        assertEquals(1, node.counters.mounts.sum());
    }

    @Test
    void aClickIsAnsweredByThePatchOfWhatChanged() {
        TestPage page = node.open(new Counter());
        page.join();
        assertEquals(List.of("[1,0,1,2,[-1]]"), page.click(0, 0));
        assertEquals(List.of("[1,0,2]"), page.click(1, 0));
        assertEquals(List.of("[1,0,3,1,true]"), page.click(1, 0));
        assertEquals(List.of("[1,0,2,1,null]"), page.click(1, 2, 0));
        assertEquals(4, node.counters.eventsApplied.sum());
    }

    @Test
    void aButtonThatIsNotThereCannotBeClicked() {
        TestPage page = node.open(new Counter());
        page.join();
        assertEquals(List.of("[-1,1,4]"), page.click(0, 2, 0));
        assertEquals(List.of("[-1,1,4]"), page.click(0, 1));
        assertEquals(List.of("[-1,1,4]"), page.click(0, 0, 0));
        assertEquals(List.of("[-1,1,4]"), page.click(0, 99));
        assertEquals(4, node.counters.eventsMalformed.sum());
    }

    @Test
    void aButtonThatWasWithdrawnAfterItWasSeenIsStale() {
        TestPage page = node.open(new Counter());
        page.join();
        page.click(0, 0);
        page.click(1, 2, 0);
        // The page has not seen that the second button is gone.
        assertEquals(List.of("[-1,1,1]"), page.click(0, 2, 0));
        assertEquals(1, node.counters.eventsStale.sum());
    }
}
