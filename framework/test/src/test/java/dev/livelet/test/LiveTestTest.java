package dev.livelet.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.Async;
import dev.livelet.Form;
import dev.livelet.Identity;
import dev.livelet.Input;
import dev.livelet.Key;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.OnMessage;
import dev.livelet.Socket;
import dev.livelet.Template;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a user of the kit can do with it. */
class LiveTestTest {

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
                        <p><button on:click={fail}>fail</button></p>
                        <span hidden><button on:click={add(5)}>secret</button></span>
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

        @On
        State fail(State state) {
            throw new IllegalStateException("on purpose");
        }
    }

    @Test
    void aClickRunsTheHandlerAndPatchesThePage() {
        var page = LiveTest.mount(new Counter());
        page.assertText("h1", "Clicked 0 times").assertAbsent("button:contains(-1)");
        page.click("button:contains(+1)");
        page.assertText("h1", "Clicked 1 times").assertPresent("button:contains(-1)");
        assertEquals(new Counter.State(1), page.state());
        page.click("button:contains(-1)").assertText("h1", "Clicked 0 times");
    }

    @Test
    void whatNoUserCouldDoIsRefusedWithTheReason() {
        var page = LiveTest.mount(new Counter());
        assertFails(
                "There is no 'button:contains(-1)' on the page",
                () -> page.click("button:contains(-1)"));
        assertFails(
                "nothing listens: neither it nor an element around it has on:click",
                () -> page.click("h1"));
        assertFails(
                "it is hidden inside <span hidden", () -> page.click("button:contains(secret)"));
        assertFails("means 2 elements", () -> page.click("button:not(:contains(secret))"));
        for (int i = 0; i < 3; i++) page.click("button:contains(+1)");
        assertFails("it is disabled", () -> page.click("button:contains(+1)"));
    }

    @Test
    void aHandlerThatThrowsFailsTheStepWithItsException() {
        var page = LiveTest.mount(new Counter());
        AssertionError failed =
                assertFails(
                        "its handler, or the render of its result, failed",
                        () -> page.click("button:contains(fail)"));
        assertEquals("on purpose", failed.getCause().getMessage());
        page.assertRefused(2, () -> page.click("button:contains(fail)"));
        page.assertText("h1", "Clicked 0 times")
                .click("button:contains(+1)")
                .assertText("h1", "Clicked 1 times");
    }

    static final class Signup implements LiveView<Signup.State> {
        record Fields(String name, int age, boolean news, String plan) {}

        record State(Form<Fields> form, String saved) {}

        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <form id="form" on:input={check} on:submit={save}>
                          <input name="name" value={form.text("name")} required>
                          <input name="age" value={form.text("age")} aria-invalid={form.wrong("age")}>
                          <input type="checkbox" name="news" checked={form.text("news") == "true"}>
                          <select name="plan"><option value="s">Small</option><option value="l">Large</option></select>
                          <p role="alert">{form.error("age")}</p>
                          <button>Save</button>
                        </form>
                        <output>{saved}</output>
                        """);

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            return new State(Form.empty(Fields.class), "");
        }

        @On
        State check(State state, Form<Fields> form) {
            return new State(form, state.saved());
        }

        @On
        State save(State state, Form<Fields> form) {
            if (!form.valid()) return new State(form, "");
            Fields fields = form.value();
            return new State(Form.empty(Fields.class), fields.toString());
        }
    }

    @Test
    void aFormIsTypedIntoCheckedAndSubmitted() {
        var page = LiveTest.mount(new Signup());
        page.type("[name=name]", "Ann").assertValue("[name=name]", "Ann");
        page.input("[name=age]", "x").assertPresent("[role=alert]:contains(number)");
        page.input("[name=age]", "41").assertText("[role=alert]", "");
        page.click("[name=news]").select("[name=plan]", "Large");
        assertTrue(page.checked("[name=news]"));
        page.submit("#form").assertText("output", "Fields[name=Ann, age=41, news=true, plan=l]");
        page.assertValue("[name=name]", "");
    }

    @Test
    void aFieldThatIsRequiredHoldsTheSubmitBack() {
        var page = LiveTest.mount(new Signup());
        assertFails("its field 'name' is required and empty", () -> page.submit("#form"));
        page.change("[name=name]", "Bo")
                .input("[name=age]", "1")
                .click("button:contains(Save)")
                .assertText("output", "Fields[name=Bo, age=1, news=false, plan=s]");
    }

    static final class Room implements LiveView<Room.State> {
        record Said(String who, String text) {}

        record State(String name, String me, List<Said> said, String typed) {}

        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <h1>{name}</h1>
                        <ol><li :for={one : said}><b>{one.who}</b>: {one.text}</li></ol>
                        <input on:input.debounce-300={typing} on:keydown.enter={say}>
                        <i>{typed}</i>
                        """);

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            socket.subscribe("room/" + socket.params().get("room"));
            socket.title("Room " + socket.params().get("room"));
            return new State(
                    socket.params().get("room"),
                    socket.identity().map(Identity::id).orElse("nobody"),
                    List.of(),
                    "");
        }

        @On
        State typing(State state, Input input) {
            return new State(state.name(), state.me(), state.said(), input.value());
        }

        @On
        State say(State state, Key key, Socket socket) {
            socket.publish("room/" + state.name(), new Said(state.me(), state.typed()));
            socket.flash("info", "said");
            socket.push("beep", 1);
            return new State(state.name(), state.me(), state.said(), "");
        }

        @OnMessage
        State heard(State state, Said one) {
            List<Said> more = new ArrayList<>(state.said());
            more.add(one);
            return new State(state.name(), state.me(), List.copyOf(more), state.typed());
        }
    }

    @Test
    void pagesOfOneNodeShareTopics() {
        try (LiveNode node = LiveTest.node()) {
            Room view = new Room();
            var ann = node.page(view).path("room", "blue").identity(Identity.of("ann")).mount();
            var bob = node.page(view).path("room", "blue").identity(Identity.of("bob")).mount();
            var eve = node.page(view).path("room", "red").mount();
            ann.input("input", "hi").key("input", "Enter");
            ann.assertText("li", "ann:").assertFlash("info", "said");
            assertEquals(1, ann.pushed("beep").getFirst().asInt());
            bob.assertText("li", "ann:");
            eve.assertAbsent("li").assertText("h1", "red");
            assertEquals("Room red", eve.title());
            node.publish("room/red", new Room.Said("radio", "news"));
            eve.assertText("li", "radio: news");
            eve.send(new Room.Said("me", "x")).assertCount("li", 2);
        }
    }

    @Test
    void aDebouncedEventWaitsForItsTimeAndSaysWhatIsTrueThen() {
        var page = LiveTest.page(new Room()).path("room", "a").mount();
        page.input("input", "one")
                .advance(Duration.ofMillis(200))
                .input("input", "two")
                .advance(Duration.ofMillis(299))
                .assertText("i", "");
        page.advance(Duration.ofMillis(1)).assertText("i", "two");
        assertEquals(1, page.lastStep().up().size());
    }

    static final class Clock implements LiveView<Clock.State> {
        record Tick() {}

        record State(int ticks, Async<String> report, int attached) {}

        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <p id="ticks">{ticks}</p>
                        <p id="report"><b :if={report is Ok ok}>{ok.value}</b><i :else-if={report is Failed f}>{f.reason}</i><u :else>…</u></p>
                        <button on:click={load}>load</button>
                        """,
                        Async.class);

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            return new State(0, new Async.Loading<>(), 0);
        }

        @Override
        public State attach(State state, Socket socket) {
            socket.every("tick", Duration.ofSeconds(1), new Tick());
            return new State(state.ticks(), state.report(), state.attached() + 1);
        }

        @On
        void load(State state, Socket socket) {
            socket.async(
                    "report",
                    () -> "ready",
                    (State s, Async<String> result) -> new State(s.ticks(), result, s.attached()));
        }

        @OnMessage
        State ticked(State state, Tick tick) {
            return new State(state.ticks() + 1, state.report(), state.attached());
        }
    }

    @Test
    void timePassesOnlyWhenTheTestSaysSo() {
        var page = LiveTest.mount(new Clock());
        page.assertText("#ticks", "0").advance(Duration.ofMillis(999)).assertText("#ticks", "0");
        page.advance(Duration.ofMillis(1)).assertText("#ticks", "1");
        page.advance(Duration.ofMinutes(10)).assertText("#ticks", "601");
    }

    @Test
    void asynchronousWorkRunsWhenTheTestAwaitsIt() {
        var page = LiveTest.mount(new Clock());
        page.click("button").assertText("#report", "…").await().assertText("#report b", "ready");
    }

    @Test
    void aPageThatLosesItsSocketComesBackToTheStateOfNow() {
        try (LiveNode node = LiveTest.node()) {
            var page = node.mount(new Clock());
            page.disconnect();
            node.advance(Duration.ofSeconds(3));
            page.assertText("#ticks", "0");
            page.connect().assertText("#ticks", "3");
            assertEquals(2, page.state().attached());
            assertEquals(1, node.counters().mounts.sum());
        }
    }

    @Test
    void twoRowsOfOneKeyFailTheTest() {
        var page = LiveTest.mount(new Twins());
        assertFails("two rows have the key", () -> page.click("button"));
    }

    static final class Twins implements LiveView<Twins.State> {
        record State(List<String> names) {}

        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        "<p :for={name : names} :key={name}>{name}</p><button"
                                + " on:click={twice}>+</button>");

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            return new State(List.of("a"));
        }

        @On
        State twice(State state) {
            return new State(List.of("a", "a"));
        }
    }

    private static AssertionError assertFails(String message, Runnable action) {
        AssertionError error = assertThrows(AssertionError.class, action::run);
        assertTrue(trace(error).contains(message), () -> trace(error));
        return error;
    }

    private static String trace(Throwable error) {
        return error.getMessage()
                + (error.getCause() == null ? "" : "\n" + trace(error.getCause()));
    }
}
