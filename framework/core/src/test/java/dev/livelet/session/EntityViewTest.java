package dev.livelet.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.Call;
import dev.livelet.Entity;
import dev.livelet.EntityRef;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.Reply;
import dev.livelet.Shared;
import dev.livelet.Socket;
import dev.livelet.Template;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Pages that show an entity. */
class EntityViewTest {
    private static final AtomicInteger EVALUATED = new AtomicInteger();

    record Line(int id, String text) {
        /** Counts how often somebody's page needed it. */
        String shown() {
            EVALUATED.incrementAndGet();
            return text;
        }
    }

    static final class Room implements Entity<Room.Lines> {
        record Lines(List<Line> lines, int touched) {}

        int posted;

        @Override
        public Lines create(String name) {
            return new Lines(List.of(), 0);
        }

        @Call
        Lines post(Lines room, String text) {
            posted++;
            List<Line> lines = new ArrayList<>(room.lines());
            lines.add(new Line(lines.size() + 1, text));
            return new Lines(lines, room.touched());
        }

        /** Changes what no page shows. */
        @Call
        Lines touch(Lines room) {
            return new Lines(room.lines(), room.touched() + 1);
        }

        @Call
        Reply<Lines, Integer> say(Lines room, String text) {
            Lines next = post(room, text);
            return Reply.of(next, next.lines().size());
        }
    }

    record State(Shared<Room.Lines> room, int said) {}

    static final class Chat implements LiveView<State> {
        static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <p>{said}</p>
                        <button on:click={tell}>t</button>
                        <button on:click={say}>s</button>
                        <button on:click={fail}>f</button>
                        <button on:click={leave}>l</button>
                        <ul><li :for={line : room.value().lines()} :key={line.id}>{line.shown()}</li></ul>
                        """);
        String after = "";

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            return new State(lobby(socket).value(), 0);
        }

        private static EntityRef<Room, Room.Lines> lobby(Socket socket) {
            return socket.entity(Room.class, "lobby");
        }

        @On
        State tell(State state, Socket socket) {
            lobby(socket).tell(Room::post, "told");
            after = lobby(socket).value().value().lines().toString();
            return state;
        }

        @On
        State say(State state, Socket socket) {
            return new State(state.room(), lobby(socket).call(Room::say, "said"));
        }

        @On
        State fail(State state, Socket socket) {
            lobby(socket).tell(Room::post, "never");
            throw new IllegalStateException("as it should");
        }

        @On
        State leave(State state, Socket socket) {
            return new State(socket.entity(Room.class, "other").value(), 0);
        }
    }

    private static final int TELL = 0;
    private static final int SAY = 1;
    private static final int FAIL = 2;
    private static final int LEAVE = 3;

    private final Room room = new Room();
    private final TestNode node = new TestNode(room);
    private final Chat chat = new Chat();
    private final ViewType<State> view = ViewType.of(chat);

    private EntityRef<Room, Room.Lines> lobby() {
        return node.entities.get(Room.class, "lobby");
    }

    private static String sent(TestPage page) {
        return String.join("", page.socket.sent());
    }

    @Test
    void aPageShowsAnEntityAndEachOfItsChangesWithoutAHandler() {
        lobby().tell(Room::post, "first");
        TestPage page = node.open(view);
        assertTrue(page.html().contains("first"), page.html());
        page.join();
        lobby().tell(Room::post, "second");
        assertTrue(sent(page).contains("\"second\""));
    }

    @Test
    void whatChangesBetweenTheMountAndTheJoinIsShownAtTheJoin() {
        TestPage page = node.open(view);
        lobby().tell(Room::post, "meanwhile");
        assertTrue(page.join().toString().contains("meanwhile"));
    }

    @Test
    void whatAHandlerTellsAnEntityArrivesWhenTheHandlerHasSucceeded() {
        TestPage page = node.open(view);
        page.join();
        assertTrue(page.click(0, TELL).toString().contains("told"));
        assertEquals("[]", chat.after);
        assertEquals(1, room.posted);
        page.click(0, FAIL);
        assertEquals(1, room.posted);
    }

    @Test
    void aCallActsAtOnceAndThePatchOfTheSameEventShowsIt() {
        TestPage page = node.open(view);
        page.join();
        List<String> sent = page.click(0, SAY);
        assertEquals(1, sent.size(), sent.toString());
        assertTrue(sent.getFirst().contains("said"), sent.toString());
    }

    @Test
    void aPageWatchesWhatItsStateHoldsAndNothingElse() {
        TestPage page = node.open(view);
        page.join();
        assertTrue(node.entities.current(lobby().id()) != null);
        page.click(0, LEAVE);
        assertFalse(node.entities.current(lobby().id()) != null);
        lobby().tell(Room::post, "unseen");
        assertEquals("", sent(page));
        node.entities.get(Room.class, "other").tell(Room::post, "seen");
        assertTrue(sent(page).contains("seen"));
    }

    @Test
    void aSessionThatEndsWatchesNothing() {
        TestPage page = node.open(view);
        page.join();
        page.session().end("test");
        assertEquals(null, node.entities.current(lobby().id()));
    }

    @Test
    void aPageThatDoesNotKeepUpIsSentTheLatestWhenItDoes() {
        TestPage page = node.open(view);
        page.join();
        for (int i = 0; i < 50; i++) lobby().tell(Room::post, "message " + i + ".");
        int sent = page.socket.sent().size();
        assertTrue(sent < 20, "the window is closed after " + sent);
        assertTrue(page.frame("[2," + sent + "]").toString().contains("message 49."));
    }

    @Test
    void aThousandPagesShowAMessageAtTheCostOfOneDiff() {
        List<TestPage> pages = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            TestPage page = node.open(view);
            page.join();
            pages.add(page);
        }
        int before = EVALUATED.get();
        lobby().tell(Room::post, "for all");
        for (TestPage page : pages) assertTrue(sent(page).contains("\"for all\""));
        assertEquals(1, EVALUATED.get() - before, "rows evaluated for a thousand pages");
        assertEquals(
                1,
                pages.stream()
                        .map(page -> ((State) page.session().state()).room())
                        .distinct()
                        .count(),
                "one object in all states");
    }

    @Test
    void aChangeThatNobodySeesLeavesNoPageBehindTheOthers() {
        TestPage early = node.open(view);
        early.join();
        lobby().tell(Room::touch);
        TestPage late = node.open(view);
        late.join();
        assertEquals("", sent(early));
        int before = EVALUATED.get();
        lobby().tell(Room::post, "for both");
        assertTrue(sent(early).contains("for both") && sent(late).contains("for both"));
        assertEquals(1, EVALUATED.get() - before, "both were patched from the same value");
    }
}
