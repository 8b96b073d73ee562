package dev.livelet.js;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What goes over the socket, seen from a scripted server. The engine does not matter here, so it is
 * HtmlUnit.
 */
class ExactlyOnceTest {
    private static final ScriptedServer.Page COUNTER =
            new ScriptedServer.Page(
                    1,
                    """
                    {"1":[["p",0,[],[1]],["button",{"id":"up"},[[4,"click",0]],"+"],["button",{"id":"down"},[[4,"click",0]],"-"]]}\
                    """,
                    "<p>0</p><button id=\"up\">+</button><button id=\"down\">-</button>");

    private final ScriptedServer server = new ScriptedServer();
    private final Browser browser = new HtmlUnitBrowser();

    @AfterEach
    void close() {
        browser.close();
        server.close();
    }

    private void click(String id) {
        browser.run("document.getElementById('" + id + "').click()");
    }

    private void awaitText(String text) {
        browser.await("return document.querySelector('p').textContent", text);
    }

    private void awaitState(String state) {
        browser.await(
                "return document.querySelector('[data-live]').getAttribute('data-live-state')",
                state);
    }

    @Test
    void aClickIsAFrameOfAFewBytesAndItsAnswerIsShown() throws Exception {
        browser.open(server.serve(COUNTER));
        ScriptedServer.Connection socket = server.connection();
        assertTrue(
                socket.text().startsWith("[0,\"s1\",\"t1\",0,\"h1\",1,1,[],{\"tz\":"), "the join");
        socket.send("[-2,0,0]");
        awaitState("connected");

        click("up");
        assertEquals("[1,0,[0]]", socket.text());
        socket.send("[1,0,1]");
        awaitText("1");
        click("down");
        assertEquals("[1,1,[1]]", socket.text());
    }

    @Test
    void whatWasNotAnsweredIsSaidAgainInTheJoinAndWhatWasIsNot() throws Exception {
        browser.open(server.serve(COUNTER));
        ScriptedServer.Connection socket = server.joined();
        awaitState("connected");
        click("up");
        click("up");
        socket.text();
        socket.text();
        socket.send("[1,0,1]");
        awaitText("1");
        click("down");
        socket.text();
        server.away();
        socket.cut();
        awaitState("reconnecting");
        click("up");
        server.back();

        socket = server.connection();
        String join = socket.text();
        assertTrue(
                join.startsWith("[0,\"s1\",\"t1\",1,\"h1\",2,2,[[0,[0]],[1,[1]],[1,[0]]],"), join);
        click("down");
        assertEquals("[1,0,[1]]", socket.text());
        socket.send("[-2,3,4,0,7]");
        awaitText("7");
        awaitState("connected");
        // counted from the join's: 1, then the catch-up to 3, then two more
        socket.send("[0,0,8]");
        socket.send("[1]");
        assertEquals("[2,4]", socket.text());
        socket.cut();
        join = server.connection().text();
        assertTrue(join.startsWith("[0,\"s1\",\"t1\",5,\"h1\",3,6,[],"), join);
    }

    @Test
    void aUserWhoGoesOnAndOnDoesNotHideThatTheServerSaysNothing() throws Exception {
        browser.open(server.serve(COUNTER));
        ScriptedServer.Connection socket = server.joined();
        awaitState("connected");
        browser.run("setInterval(() => document.getElementById('up').click(), 500)");
        int clicks = 0;
        while (!socket.text().equals("[5]")) assertTrue(++clicks < 20, "a ping, within 3 s or so");
    }
}
