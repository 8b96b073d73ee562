package dev.livelet.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.LiveView;
import dev.livelet.LiveletException;
import dev.livelet.OnMessage;
import dev.livelet.Shared;
import dev.livelet.Socket;
import dev.livelet.Template;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Stream;

/** How large a state may become. */
class StateLimitTest {
    static final class Log implements LiveView<Log.State> {
        record Book(String title, List<String> lines) {}

        record State(Book book, Shared<String> shared) {}

        private static final Template<State> PAGE =
                Template.of(State.class, "<p>{book.lines.size()}</p>");

        int first;

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            return new State(lines(first), Shared.of("x"));
        }

        private static Book lines(int count) {
            return new Book("t", Stream.generate(() -> "x".repeat(96)).limit(count).toList());
        }

        @OnMessage
        State become(State state, Integer lines) {
            return new State(lines(lines), state.shared());
        }

        @OnMessage
        State share(State state, String text) {
            return new State(state.book(), state.shared().with(text));
        }
    }

    private final Log view = new Log();
    private final TestNode node = new TestNode();

    private TestPage joined() {
        TestPage page = node.open(view);
        page.join();
        return page;
    }

    @Test
    void aTurnThatMakesTheStateTooLargeIsRolledBack() {
        TestPage page = joined();
        page.session().message(9_000);
        assertEquals(List.of("[0,0,9000]"), page.socket.sent());
        page.session().message(10_000);
        assertEquals(List.of(), page.socket.sent());
        assertEquals(1, node.counters.statesRefused.sum());
        assertEquals(1, node.counters.messagesFailed.sum());
        page.session().message(9_500);
        assertEquals(List.of("[0,0,9500]"), page.socket.sent());
    }

    @Test
    void aPageWhoseFirstStateIsTooLargeIsNotServed() {
        view.first = 10_000;
        LiveletException refused = assertThrows(LiveletException.class, () -> node.open(view));
        assertEquals(
                "A state of the view Log weighs about 1,000,021 bytes, more than the 1,000,000"
                    + " bytes of the setting state-limit. Most of it is State.book.lines (about"
                    + " 1,000,004 bytes in 10,000 elements). Keep what many pages show in a Shared,"
                    + " which does not count, and load long lists page by page; or raise the"
                    + " setting",
                refused.getMessage());
    }

    @Test
    void aLargeStateIsReportedEachTimeThatItBecomesSo() {
        TestPage page = joined();
        for (int lines : new int[] {999, 1_000, 1_001, 2_000, 10, 5_000})
            page.session().message(lines);
        assertEquals(2, node.counters.statesLarge.sum());
        assertEquals(0, node.counters.messagesFailed.sum());
    }

    @Test
    void whatIsSharedDoesNotCount() {
        TestPage page = joined();
        page.session().message("x".repeat(2_000_000));
        assertEquals(0, node.counters.statesLarge.sum() + node.counters.messagesFailed.sum());
    }

    @Test
    void aStateThatIsTooLargeAlreadyMayShrink() {
        SessionSettings strict = SessionSettings.DEFAULTS.with(SessionSettings::stateLimit, 50_000);
        StateLimit limit = new StateLimit(SessionServices.of(strict), "Log");
        Log.State large = new Log.State(Log.lines(1_000), Shared.of("x"));
        Log.State less = new Log.State(Log.lines(900), Shared.of("x"));
        long weight = dev.livelet.state.StateWeight.of(large);
        assertTrue(limit.next(large, weight, less) > 50_000);
        assertThrows(LiveletException.class, () -> limit.next(less, weight - 10_000, large));
    }
}
