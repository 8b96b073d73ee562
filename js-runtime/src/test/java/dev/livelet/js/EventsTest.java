package dev.livelet.js;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Which events are sent, when, and what they say. */
class EventsTest {
    private static final ScriptedServer.Page PAGE =
            new ScriptedServer.Page(
                    1,
                    """
                    {"1":[
                      ["ul",0,[[4,"click",{"c":1}]],[3,[["li",0,[[4,"click",0]],["i",0,[[4,"click",{"s":1}]],[1]],["b",0,0,"x"]]],2]],
                      [2,[["input",{"id":"slow"},[[4,"input",{"d":60000}]]],[4,2]]],
                      ["div",{"id":"keys","tabindex":"0"},[[4,"keydown",{"k":"enter","m":"cs"}],[4,"keyup",0],[4,"focus",0]]],
                      ["button",{"id":"once"},[[4,"click",{"o":1}]],"1"],
                      ["a",{"id":"link","href":"/nowhere"},[[4,"click",{"p":1}]],"a"],
                      ["button",{"id":"online"},[[4,"click",{"n":1}]],"o"],
                      ["div",{"id":"pad"},[[4,"click",{"x":1}]]],
                      ["div",{"id":"menu"},[[4,"click",{"a":"away"}],[4,"resize",{"w":1}]],"m"],
                      ["div",{"id":"fast"},[[4,"mousemove",{"t":60000}]],"f"],
                      [5]],
                     "2":[["button",{"id":"in"},[[4,"click",0]],"in"]],
                     "3":[["em",{"id":"dyn"},[[4,"click",0]],"d"]]}\
                    """,
                    """
                    <ul><!--3--><li><i>a</i><b>x</b></li><li><i>b</i><b>x</b></li><li><i>c</i><b>x</b></li></ul>\
                    <!--1--><input id="slow"><button id="in">in</button><div id="keys" tabindex="0"></div><button id="once">1</button>\
                    <a id="link" href="/nowhere">a</a><button id="online">o</button><div id="pad"></div><div id="menu">m</div>\
                    <div id="fast">f</div><!--t3--><em id="dyn">d</em>\
                    """);

    private static LivePage open() throws InterruptedException {
        return LivePage.open(EventsTest.class, PAGE);
    }

    private static void click(LivePage page, String css) {
        page.run("document.querySelector('" + css + "').click()");
    }

    /** The next event; clicks outside of the menu tell it so, and most tests do not care. */
    private static String event(LivePage page) throws InterruptedException {
        String event = page.event();
        while (event.equals("[8]")) event = page.event();
        return event;
    }

    /** Sends an event that always comes through, and expects it to be the next. */
    private static void expectNothing(LivePage page) throws InterruptedException {
        click(page, "#dyn");
        assertEquals("[2,0]", event(page));
    }

    @Test
    void aPathNamesSlotsAndRowsAsTheyAreNow() throws Exception {
        try (LivePage page = open()) {
            click(page, "li:nth-child(2) b");
            assertEquals("[0,1,0]", event(page));
            page.apply("[1,0,[2,1,0]]");
            click(page, "li:nth-child(1) b");
            assertEquals("[0,0,0]", event(page));
            page.apply("[1,0,[1,0,1,\"new\"]]");
            click(page, "li:nth-child(2) b");
            assertEquals("[0,1,0]", event(page));
            click(page, "#in");
            assertEquals("[1,0,0]", event(page));
            click(page, "#dyn");
            assertEquals("[2,0]", event(page));
        }
    }

    @Test
    void stopKeepsAnEventFromOuterBindingsAndSelfIsTheElementAlone() throws Exception {
        try (LivePage page = open()) {
            click(page, "li:nth-child(3) i");
            assertEquals("[0,2,1]", event(page));
            expectNothing(page);
            click(page, "ul");
            assertEquals("[0]", event(page));
        }
    }

    @Test
    void keysAreFilteredAndSayWhatIsHeld() throws Exception {
        try (LivePage page = open()) {
            String press =
                    "document.getElementById('keys').dispatchEvent(new KeyboardEvent('%s',"
                            + " {bubbles: true, key: '%s', %s}))";
            page.run(press.formatted("keydown", "Enter", "ctrlKey: true"));
            page.run(press.formatted("keydown", "a", "ctrlKey: true, shiftKey: true"));
            page.run(
                    press.formatted(
                            "keydown", "Enter", "ctrlKey: true, shiftKey: true, repeat: true"));
            assertEquals("[1] [\"Enter\",\"cs\",1]", event(page));
            page.run(press.formatted("keyup", "b", "altKey: true, metaKey: true"));
            assertEquals("[2] [\"b\",\"am\"]", event(page));
            page.run("document.getElementById('keys').focus()");
            assertEquals("[3]", event(page));
        }
    }

    @Test
    void onceIsOnceAndPreventKeepsALinkFromLeaving() throws Exception {
        try (LivePage page = open()) {
            click(page, "#once");
            assertEquals("[4]", event(page));
            click(page, "#once");
            expectNothing(page);
            click(page, "#link");
            assertEquals("[5]", event(page));
            assertEquals("/", page.run("return location.pathname"));
        }
    }

    @Test
    void aPointerSaysWhereInTheElement() throws Exception {
        try (LivePage page = open()) {
            page.run(
                    """
                    const p = document.getElementById('pad'), r = p.getBoundingClientRect();
                    p.dispatchEvent(new MouseEvent('click', {bubbles: true, clientX: r.left + 12, clientY: r.top + 7, shiftKey: true}))\
                    """);
            assertEquals("[7] [12,7,0,\"s\"]", event(page));
        }
    }

    @Test
    void clicksOutsideAndEventsOfTheWindowAreHeard() throws Exception {
        try (LivePage page = open()) {
            click(page, "#menu");
            page.run("window.dispatchEvent(new Event('resize'))");
            assertEquals("[9]", page.event());
            page.run("document.body.click()");
            assertEquals("[8]", page.event());
        }
    }

    @Test
    void aThrottledEventComesAtOnceAndThenLate() throws Exception {
        try (LivePage page = open()) {
            String move =
                    "document.getElementById('fast').dispatchEvent(new MouseEvent('mousemove',"
                            + " {bubbles: true}))";
            page.run(move);
            assertEquals("[10]", event(page));
            page.run(move);
            page.run(move);
            assertTrue(page.socket.isQuiet(), "it waits");
            // a click comes after what was before it
            click(page, "#in");
            assertEquals("[10]", event(page));
            assertEquals("[1,0,0]", event(page));
        }
    }

    @Test
    void aDebouncedEventIsSentBeforeItsElementGoes() throws Exception {
        try (LivePage page = open()) {
            page.run(
                    "const i = document.getElementById('slow'); i.value = 'typed';"
                            + " i.dispatchEvent(new Event('input', {bubbles: true}))");
            page.apply("[0,0,[0,0,1]]");
            assertTrue(page.socket.isQuiet(), "another's removal does not matter");
            page.apply("[0,1,0]");
            assertEquals("[1,0] \"typed\"", event(page));
        }
    }

    @Test
    void aDebouncedEventIsSentBeforeAKey() throws Exception {
        try (LivePage page = open()) {
            page.run(
                    "const i = document.getElementById('slow'); i.value = 'typed';"
                            + " i.dispatchEvent(new Event('input', {bubbles: true}));"
                            + " document.getElementById('keys').dispatchEvent(new"
                            + " KeyboardEvent('keydown', {bubbles: true, key: 'Enter', ctrlKey:"
                            + " true, shiftKey: true}))");
            assertEquals("[1,0] \"typed\"", event(page));
            assertEquals("[1] [\"Enter\",\"cs\"]", event(page));
        }
    }

    @Test
    void whileOfflineEventsWaitButOnlineOnesAreRefused() throws Exception {
        try (LivePage page = open()) {
            click(page, "#online");
            assertEquals("[6]", event(page));
            page.apply("[1]");
            page.server.away();
            page.socket.cut();
            page.awaitState("reconnecting");
            click(page, "#online");
            click(page, "#in");
            page.server.back();
            String join = page.server.connection().text();
            assertTrue(join.contains(",[2,[8]],[2,[1,0,0]],[2,[8]]],"), join);
            assertFalse(join.contains("[6]"), join);
        }
    }

    @Test
    void theBannerComesWhenADisconnectionLastsAndGoesWithIt() throws Exception {
        try (LivePage page = open()) {
            String banner =
                    "const b = document.querySelector('.live-banner'); return"
                            + " b.getAttribute('role') + ' ' + b.textContent";
            assertEquals("status ", page.run(banner));
            page.socket.cut();
            // answers nothing, so the page stays without
            ScriptedServer.Connection silent = page.server.connection();
            page.browser.await(banner, "status Connection lost");
            silent.next();
            silent.send("[-2,0,0]");
            page.awaitState("connected");
            page.browser.await(banner, "status ");
        }
    }

    @Test
    void aPageWhoseSessionIsGoneIsLoadedAnew() throws Exception {
        try (LivePage page = open()) {
            page.socket.send("[-4,1,\"The page is too old\"]");
            String join = page.server.connection().text();
            assertTrue(join.contains(",1,1,[],"), join + " is the first of a new page");
        }
    }

    @Test
    void aRejectedPageDoesNotComeBackAndSaysWhy() throws Exception {
        try (LivePage page = open()) {
            page.socket.send("[-4,2,\"The page is open elsewhere\"]");
            page.awaitState("rejected");
            page.browser.await(
                    "return document.querySelector('.live-banner').textContent",
                    "The page is open elsewhere");
        }
    }

    @Test
    void aDrainedPageComesBackSoonAndGoesWhereItIsSent() throws Exception {
        try (LivePage page = open()) {
            page.socket.send("[-5,50]");
            ScriptedServer.Connection next = page.server.connection();
            next.next();
            next.send("[-2,0,0]");
            next.send("[-6,\"/blank?\"]");
            page.browser.await("return location.pathname", "/blank");
        }
    }

    @Test
    void effectsAreAnnounced() throws Exception {
        try (LivePage page = open()) {
            page.run("window.addEventListener('livelet:ring', e => window.rung = e.detail.n)");
            page.apply(
                    "[0,-1,[[\"push\",\"ring\",{\"n\":3}],[\"flash\",\"success\",\"Saved <b>\"]]]");
            assertEquals(
                    "3 success status Saved <b>",
                    page.run(
                            """
                            const n = document.querySelector('.live-notice');
                            return [window.rung, n.dataset.kind, n.getAttribute('role'), n.textContent].join(' ')\
                            """));
        }
    }
}
