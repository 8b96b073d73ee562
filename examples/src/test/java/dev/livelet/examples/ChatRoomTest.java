package dev.livelet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livelet.diff.Differ;
import dev.livelet.test.LiveNode;
import dev.livelet.test.LivePage;
import dev.livelet.test.LiveTest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The room without a browser: real sessions and frames, two pages of one node. */
class ChatRoomTest {
    private final MessageStore store = new MessageStore("jdbc:h2:mem:room");
    private final Room room =
            new Room(store, Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneId.of("UTC")));
    private final LiveNode node = LiveTest.node().entity(room);
    private final List<MessageStore> others = new ArrayList<>();

    @AfterEach
    void close() {
        node.close();
        store.close();
        others.forEach(MessageStore::close);
    }

    private LivePage<ChatState> enter(String room, String name) {
        LivePage<ChatState> page = stranger(room);
        page.type("#name", name).fire("#name", "change");
        settle();
        return page;
    }

    /** A page of a visitor of whom no name is remembered. */
    private LivePage<ChatState> stranger(String room) {
        return node.page(view()).path("room", room).mount();
    }

    /** The kit's pages are all of one browser: so that they are strangers, each has other names. */
    private ChatRoom view() {
        String names = "jdbc:h2:mem:names" + others.size();
        others.add(new MessageStore(names));
        return new ChatRoom(new Names(names));
    }

    /**
     * Inputs go out every 150 ms at most, and presence tells what happened within 50 ms at once.
     */
    private void settle() {
        node.advance(Duration.ofMillis(250));
    }

    @Test
    void aMessageReachesEveryPageOfTheRoomAndNoOther() {
        LivePage<ChatState> ada = enter("lobby", "Ada");
        LivePage<ChatState> bob = enter("lobby", "Bob");
        LivePage<ChatState> cy = enter("garden", "Cy");
        ada.type("#message", "Hello").submit("#composer");
        for (LivePage<ChatState> page : List.of(ada, bob)) {
            page.assertCount("#messages li", 1)
                    .assertText(".author", "Ada")
                    .assertText(".text", "Hello")
                    .assertText("time", "12:00");
        }
        cy.assertCount("#messages li", 0);
        ada.assertValue("#message", "").assertValue("#name", "Ada");
    }

    @Test
    void whoIsHereAndWhoIsTypingIsSeenByTheOthers() {
        LivePage<ChatState> ada = enter("lobby", "Ada");
        LivePage<ChatState> bob = enter("lobby", "Bob");
        ada.assertText("#online", "Ada Bob");
        bob.input("#message", "Hm");
        settle();
        ada.assertText("#typing", "Bob is typing…");
        bob.assertText("#typing", "");
        node.advance(Duration.ofSeconds(5));
        ada.assertText("#typing", "");
        bob.leave();
        settle();
        ada.assertText("#online", "Ada");
    }

    @Test
    void aNameThatIsBeingTypedIsNotShownYet() {
        LivePage<ChatState> ada = enter("lobby", "Ada");
        LivePage<ChatState> bob = stranger("lobby");
        settle();
        ada.assertText("#online", "Ada +1 guest");
        bob.input("#name", "Bo");
        settle();
        ada.assertText("#online", "Ada +1 guest");
        bob.input("#name", "Bob").fire("#name", "change");
        settle();
        ada.assertText("#online", "Ada Bob");
    }

    @Test
    void aVisitorsLastNameIsKnownToEveryNodeOfTheDatabase() {
        Names here = new Names("jdbc:h2:mem:room");
        Names there = new Names("jdbc:h2:mem:room");
        assertEquals("", there.of("browser"));
        here.remember("browser", "Ada");
        assertEquals("Ada", there.of("browser"));
        there.remember("browser", "Grace");
        assertEquals("Grace", here.of("browser"));
    }

    @Test
    void whatIsRefusedIsSaidAtItsField() {
        LivePage<ChatState> page = stranger("lobby");
        page.submit("#composer")
                .assertText("[data-error-for=name]", "Please say who you are")
                .assertText("[data-error-for=message]", "Please write a message")
                .assertAttribute("#message", "aria-invalid", "true");
        page.input("#name", "Ada");
        settle();
        page.assertText("[data-error-for=name]", "")
                .assertText("[data-error-for=message]", "Please write a message");
        page.input("#message", "x".repeat(501));
        settle();
        page.assertText("[data-error-for=message]", "At most 500 characters, this has 501");
        page.submit("#composer").assertCount("#messages li", 0);
        assertEquals(0, store.latest("lobby", 1).size());
        page.input("#message", "ok")
                .submit("#composer")
                .assertCount("#messages li", 1)
                .assertText("[data-error-for=message]", "");
    }

    @Test
    void whatWasSaidIsEscaped() {
        LivePage<ChatState> ada = enter("lobby", "<b>Ada</b>");
        ada.type("#message", "<img src=x onerror=alert(1)>").submit("#composer");
        ada.assertAbsent("#messages img")
                .assertText(".author", "<b>Ada</b>")
                .assertText(".text", "<img src=x onerror=alert(1)>");
    }

    @Test
    void aPageThatWasAwayCatchesUpAndIsStillHere() {
        LivePage<ChatState> ada = enter("lobby", "Ada");
        LivePage<ChatState> bob = enter("lobby", "Bob");
        bob.disconnect();
        ada.type("#message", "Are you there?").submit("#composer");
        node.advance(Duration.ofSeconds(2));
        bob.connect();
        bob.assertCount("#messages li", 1);
        ada.assertText("#online", "Ada Bob");
    }

    /** When a node dies, half of a room's pages do this at once. */
    @Test
    void aPageThatComesBackSoonChangesNothingInTheRoom() {
        LivePage<ChatState> ada = enter("lobby", "Ada");
        LivePage<ChatState> bob = enter("lobby", "Bob");
        var before = ada.state().hall();
        bob.disconnect();
        node.advance(Duration.ofSeconds(2));
        bob.connect();
        node.advance(Duration.ofSeconds(30));
        assertSame(before, ada.state().hall());
        assertEquals(1, bob.state().visit());
    }

    @Test
    void aPageThatWasTakenToBeGoneEntersAnew() {
        LivePage<ChatState> ada = enter("lobby", "Ada");
        LivePage<ChatState> bob = enter("lobby", "Bob");
        bob.disconnect();
        node.advance(Duration.ofSeconds(10));
        ada.assertText("#online", "Ada");
        bob.connect();
        ada.assertText("#online", "Ada Bob");
        assertEquals(2, bob.state().visit());
    }

    @Test
    void whatAMessageChangesIsDiffedOnceForTwoHundredPagesOfTheRoom() {
        LivePage<ChatState> ada = enter("lobby", "Ada");
        ChatRoom others = view();
        List<LivePage<ChatState>> pages = new ArrayList<>(List.of(ada));
        while (pages.size() < 200) pages.add(node.page(others).path("room", "lobby").mount());
        ada.input("#message", "Hello");
        settle();
        long diffs = Differ.memo().diffs();
        long hits = Differ.memo().hits();
        ada.submit("#composer");
        pages.forEach(page -> page.assertCount("#messages li", 1));
        // two lists are in what changed, the messages and the names
        assertEquals(2, Differ.memo().diffs() - diffs);
        assertEquals(2 * 199, Differ.memo().hits() - hits);
        assertEquals(1, pages.stream().map(page -> page.state().hall()).distinct().count());
    }

    @Test
    void aMessageThatIsSentTwiceByOneEventIsOneMessage() {
        LivePage<ChatState> ada = enter("lobby", "Ada");
        ada.type("#message", "Hello").submit("#composer");
        Room.Said again = new Room.Said(ada.state().visitor(), "Hello", "another");
        var lobby = node.entities().get(Room.class, "lobby");
        lobby.call(Room::post, again);
        lobby.call(Room::post, again);
        ada.assertCount("#messages li", 2);
    }

    @Test
    void aRoomThatHasLostAVisitorsWordHearsItAgain() {
        LivePage<ChatState> ada = enter("lobby", "Ada");
        LivePage<ChatState> bob = enter("lobby", "Bob");
        var lobby = node.entities().get(Room.class, "lobby");
        lobby.call(Room::left, List.of(ada.state().visitor()));
        lobby.call(Room::seen, new Visitor("Ghost", "a page that is gone", false, 1));
        bob.assertText("#online", "Bob Ghost");
        node.advance(Duration.ofSeconds(21));
        bob.assertText("#online", "Ada Bob");
    }

    @Test
    void timesAreThoseOfTheVisitor() {
        store.add("lobby", "Ada", "Hello", Instant.parse("2026-11-23T12:00:00Z"), "e1");
        node.page(view())
                .path("room", "lobby")
                .zone(ZoneId.of("Europe/Berlin"))
                .mount()
                .assertText("time", "13:00");
    }

    @Test
    void aRoomHasOneAddress() {
        LiveNode.Redirected redirected =
                assertThrows(LiveNode.Redirected.class, () -> stranger("Book Club"));
        assertEquals("/chat/book-club", redirected.address());
    }
}
