package dev.livelet.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.LiveState;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.OnMessage;
import dev.livelet.Socket;
import dev.livelet.Template;

import org.junit.jupiter.api.Test;

import java.util.List;

/** An event of a row without a key never meets another row that has come into its place. */
class KeylessRowsTest {
    record Item(int id, String text) {}

    record State(List<Item> items, String log) implements LiveState<State> {}

    record Items(List<Item> items) {}

    static final class Listing implements LiveView<State> {
        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <p>{log}</p>
                        <ul><li :for={item : items}>{item.text}
                          <button on:click={picked(item.id)}>pick</button>
                          <button on:click={anyway(item.id)}>anyway</button>
                        </li></ul>
                        """);

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            return new State(List.of(new Item(1, "one"), new Item(2, "two")), "");
        }

        @On
        State picked(State state, int id) {
            return state.with(State::log, state.log() + id + ";");
        }

        @On(stale = On.Stale.ALLOW)
        State anyway(State state, int id) {
            return state.with(State::log, state.log() + "anyway " + id + ";");
        }

        @OnMessage
        State items(State state, Items now) {
            return state.with(State::items, now.items());
        }
    }

    private final TestNode node = new TestNode();
    private final TestPage page = node.open(new Listing());

    private String log() {
        return ((State) page.session().state()).log();
    }

    private void become(Item... items) {
        page.session().message(new Items(List.of(items)));
        page.socket.sent();
    }

    @Test
    void anEventOfARowThatWasRemovedIsStaleThoughAnotherRowHasItsPlace() {
        page.join();
        become(new Item(2, "two"));
        assertEquals(List.of("[-1,1,1]"), page.frame("[1,0,[1,0,0]]"));
        assertEquals("", log());
        assertEquals(1, node.counters.eventsStale.sum());
    }

    @Test
    void anEventOfARowThatHasTheSameContentInTheSamePlaceIsApplied() {
        page.join();
        become(new Item(1, "one"), new Item(3, "three"));
        page.frame("[1,0,[1,0,0]]");
        assertEquals("1;", log());
    }

    @Test
    void aHandlerThatAllowsStaleEventsRunsWithTheRowThatWasSeen() {
        page.join();
        become(new Item(2, "two"));
        page.frame("[1,0,[1,0,1]]");
        assertEquals("anyway 1;", log());
    }
}
