package dev.livelet.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/**
 * From a frame to a handler: where the event was made, what it carries, whether it still counts.
 */
class EventsTest {
    private final TestNode node = new TestNode();
    private final Notes view = new Notes();
    private final TestPage page = node.open(view);

    private Notes.State state() {
        return (Notes.State) page.session().state();
    }

    private List<Integer> ids() {
        return state().notes().stream().map(Notes.Note::id).toList();
    }

    @Test
    void argumentsAreThoseOfTheRowThatTheUserSaw() {
        page.join();
        // Before the page has heard of it, a note comes in at the top.
        page.session().message(new Notes.Added(new Notes.Note(9, "me", "nine")));
        page.frame("[1,0,[1,2,1,0]]");
        assertEquals(List.of(9, 1, 2), ids());
    }

    @Test
    void aRowThatIsGoneIsStale() {
        page.join();
        page.session().message(new Notes.Withdrawn(3));
        page.socket.sent();
        assertEquals(List.of("[-1,1,1]"), page.frame("[1,0,[1,2,1,0]]"));
        assertEquals(List.of(1, 2), ids());
    }

    @Test
    void someoneElsesRowHasNoButtonToClick() {
        page.join();
        assertEquals(List.of("[-1,1,4]"), page.frame("[1,0,[1,1,1,0]]"));
        assertEquals(List.of("[-1,1,4]"), page.frame("[1,0,[1,3,1,0]]"));
        assertEquals(List.of(1, 2, 3), ids());
    }

    @Test
    void aHandlerThatAllowsStaleEventsRunsWithWhatWasSeen() {
        view.late = (state, socket) -> state.logged("late");
        page.join();
        page.session().message(false);
        page.socket.sent();
        assertEquals(List.of("[-1,1,1]"), page.frame("[1,0,[2,0]]"));
        assertEquals(List.of("[1,0,\"late;\"]"), page.frame("[1,0,[3,0]]"));
    }

    @Test
    void keysPointersAndFieldsAreDecoded() {
        page.join();
        page.frame("[1,0,[2],\"abc\"]");
        page.frame("[1,1,[2],true]");
        page.frame("[1,1,[3],[\"Enter\",\"cs\"]]");
        page.frame("[1,1,[3],[\"a\",\"\",1]]");
        page.frame("[1,1,[4],[1.5,2,0,\"a\"]]");
        String log = state().log();
        assertTrue(log.startsWith("search abc;search true;Enter["), log);
        assertTrue(
                log.contains("CTRL")
                        && log.contains("SHIFT")
                        && log.endsWith("]false;a[]true;here1.5,2.0,0;"),
                log);
    }

    @Test
    void whatAnEventDoesNotCarryIsMalformed() {
        page.join();
        List<String> frames =
                List.of(
                        "[1,0,[2]]",
                        "[1,0,[2],5]",
                        "[1,0,[2],{\"a\":1}]",
                        "[1,0,[3],\"a\"]",
                        "[1,0,[3],[\"a\",\"z\"]]",
                        "[1,0,[3],[\"a\",\"cccccc\"]]",
                        "[1,0,[3],[\"" + "a".repeat(65) + "\",\"\"]]",
                        "[1,0,[4],[1,2]]",
                        "[1,0,[4],[1,2,0.5,\"\"]]",
                        "[1,0,[0]]",
                        "[1,0,[0],\"title\"]",
                        "[1,0,[0],[{},{}]]",
                        "[1,0,[0],[{\"title\":{\"x\":1}}]]");
        for (String frame : frames) assertEquals(List.of("[-1,1,4]"), page.frame(frame), frame);
        assertEquals("", state().log());
        assertEquals(frames.size(), node.counters.eventsMalformed.sum());
    }

    @Test
    void formsSayOnlyWhatChangedAndAllAgainAfterARefusal() {
        page.join();
        assertEquals(List.of("[-1,1,5]"), page.frame("[1,0,[0],{\"title\":[\"a\"]}]"));
        page.frame("[1,0,[0],[{\"title\":\"a\"}],\"title\"]");
        page.frame("[1,1,[0],{\"title\":[\"b\"]}]");
        assertEquals("check a;check ab;", state().log());
        assertEquals(1, node.counters.eventsUnknownBase.sum());
    }

    @Test
    void moreEventsThanAllowedAreRefusedAndAFloodEndsTheSocket() {
        page.join();
        List<String> replies = new ArrayList<>();
        for (int i = 0; i < 300; i++)
            replies.addAll(
                    page.frame("[1," + Math.min(1, i > 0 && i <= 100 ? 1 : 0) + ",[2],\"x\"]"));
        assertEquals(100, node.counters.eventsApplied.sum());
        assertEquals(100, node.counters.eventsLimited.sum());
        assertEquals("[-1,1,3]", replies.get(100));
        assertEquals("[-4,5,\"Protocol error\"]", replies.getLast());
        assertEquals(1008, page.socket.closed());
        assertEquals(1, node.counters.closes().get(1008));
    }

    @Test
    void moreAcknowledgedThanSentEndsTheSocketAndThePageMayResume() {
        page.join();
        assertEquals(List.of("[-4,5,\"Protocol error\"]"), page.frame("[2,1]"));
        assertEquals(1008, page.socket.closed());
        assertEquals(List.of("[-2,0,0]"), page.join());
    }

    @Test
    void aPingIsAnswered() {
        page.join();
        assertEquals(List.of("[-7]"), page.frame("[5]"));
    }

    @Test
    void aPartThatCouldNotBePatchedIsSentAgain() {
        page.join();
        page.session().message(new Notes.Withdrawn(1));
        page.socket.sent();
        assertEquals(List.of("[0,1,[6,2,[\"two\",\"three\"],[0,[-1]]]]"), page.frame("[6,1,[1]]"));
        List<String> whole = page.frame("[6,1,[]]");
        assertTrue(whole.getFirst().startsWith("[-3,3,0,"), whole.toString());
    }

    @Test
    void aFormWhoseBaseIsGoneSaysEverythingAgain() {
        TestNode small =
                new TestNode(SessionSettings.DEFAULTS.with(SessionSettings::formBindings, 1));
        TestPage other = small.open(view);
        other.join();
        other.frame("[1,0,[0],[{\"title\":\"a\"}],\"title\"]");
        other.frame("[1,1,[1],[{\"title\":\"a\"}]]");
        assertEquals(List.of("[-1,1,5]"), other.frame("[1,1,[0],{\"title\":[\"b\"]}]"));
    }
}
