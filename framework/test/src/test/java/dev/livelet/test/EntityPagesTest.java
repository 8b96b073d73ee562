package dev.livelet.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.Call;
import dev.livelet.Entity;
import dev.livelet.EntityFailed;
import dev.livelet.LiveView;
import dev.livelet.LiveletException;
import dev.livelet.On;
import dev.livelet.OnMessage;
import dev.livelet.Reply;
import dev.livelet.Shared;
import dev.livelet.Socket;
import dev.livelet.Template;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** Pages of entities, tested with the kit. */
class EntityPagesTest {

    /** Sold until the hammer falls. */
    static final class Auction implements Entity<Auction.State> {
        record State(int bid, boolean over) {}

        record Hammer() {}

        @Override
        public State create(String name) {
            return new State(0, false);
        }

        @Call
        Reply<State, Boolean> bid(State auction, int bid) {
            if (bid < 0) throw new IllegalArgumentException("below nothing");
            if (auction.over() || bid <= auction.bid()) return Reply.of(auction, false);
            context().after("hammer", Duration.ofSeconds(10), new Hammer());
            return Reply.of(new State(bid, false), true);
        }

        @OnMessage
        State hammer(State auction, Hammer hammer) {
            return new State(auction.bid(), true);
        }
    }

    record State(Shared<Auction.State> auction, boolean refused) {}

    static final class Bidding implements LiveView<State> {
        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <h1>{auction.value.bid}</h1>
                        <p :if={auction.value.over}>Over</p>
                        <i :if={refused}>Too low</i>
                        <button on:click={bid(1)}>1</button>
                        <button on:click={bid(2)}>2</button>
                        <button on:click={bid(-1)}>-1</button>
                        """);

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            return new State(
                    socket.entity(Auction.class, socket.params().get("lot")).value(), false);
        }

        @On
        State bid(State state, int bid, Socket socket) {
            var auction = socket.entity(Auction.class, socket.params().get("lot"));
            return new State(state.auction(), !auction.call(Auction::bid, bid));
        }
    }

    private final LiveNode node = LiveTest.node().entity(new Auction());
    private final Bidding view = new Bidding();

    private LivePage<State> lot(String name) {
        return node.page(view).path("lot", name).mount();
    }

    @Test
    void pagesOfOneEntityShowWhatOneOfThemDid() {
        var ann = lot("chair");
        var bob = lot("chair");
        var other = lot("table");
        ann.click("button:contains(2)");
        ann.assertText("h1", "2");
        bob.assertText("h1", "2");
        other.assertText("h1", "0");
        bob.click("button:containsOwn(1):not(:contains(-))").assertPresent("i");
        assertEquals(bob.state().auction(), ann.state().auction(), "one value for all pages");
    }

    @Test
    void timersOfAnEntityRunWhenTheTestLetsTimePass() {
        var page = lot("chair");
        page.click("button:contains(2)").assertAbsent("p");
        node.advance(Duration.ofSeconds(9));
        page.assertAbsent("p");
        node.advance(Duration.ofSeconds(1));
        page.assertPresent("p");
    }

    @Test
    void aTestCallsEntitiesAsTheApplicationDoesOutsideOfPages() {
        var page = lot("chair");
        var chair = node.entities().get(Auction.class, "chair");
        assertTrue(chair.call(Auction::bid, 7));
        page.assertText("h1", "7");
        assertEquals(new Auction.State(7, false), chair.value().value());
    }

    @Test
    void whatAnEntityThrowsFailsThePagesStepThatCalledIt() {
        var page = lot("chair");
        AssertionError failed =
                assertThrows(AssertionError.class, () -> page.click("button:contains(-1)"));
        Throwable cause = failed.getCause();
        assertInstanceOf(EntityFailed.class, cause);
        assertInstanceOf(IllegalArgumentException.class, cause.getCause());
    }

    @Test
    void anEntityIsRegisteredBeforeThePages() {
        lot("chair");
        IllegalStateException late =
                assertThrows(IllegalStateException.class, () -> node.entity(new Auction()));
        assertEquals(
                "Register Auction before the node's first page: LiveTest.node().entity(…)",
                late.getMessage());
    }

    @Test
    void onePageOfAnEntityThatIsNotRegisteredSaysWhatToDo() {
        LiveletException unknown =
                assertThrows(
                        LiveletException.class,
                        () -> LiveTest.page(view).path("lot", "chair").mount());
        assertTrue(
                String.valueOf(unknown.getMessage())
                        .contains("add Livelet.create().entity(new Auction(…))"),
                unknown.getMessage());
    }
}
