package dev.livelet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.server.Livelet;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.Keys;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatInChromiumTest {
    private Demo demo;
    private Window ada;
    private Window bob;

    @BeforeAll
    void start() {
        demo = Demo.start(Livelet.create().host("127.0.0.1").port(0), "jdbc:h2:mem:chat");
        ada = Window.open(demo);
        bob = Window.open(demo);
    }

    @AfterAll
    void stop() {
        String complaints = ada.complaints() + " " + bob.complaints();
        ada.close();
        bob.close();
        demo.close();
        assertEquals("[] []", complaints, "no console has an error");
    }

    private void enter(String room) {
        enter(ada.visit("/chat/" + room), "Ada");
        enter(bob.visit("/chat/" + room), "Bob");
    }

    private static void enter(Window window, String name) {
        window.find("#name").clear();
        window.type("#name", name, Keys.TAB);
    }

    @Test
    void twoPeopleSeeEachOthersNamesMessagesAndTyping() {
        enter("two");
        ada.awaitPart("#online", "Bob");
        bob.awaitPart("#online", "Ada");
        ada.type("#message", "Hello B");
        bob.awaitText("#typing", "Ada is typing…");
        assertEquals("", ada.text("#typing"));
        ada.type("#message", "ob", Keys.ENTER);
        bob.awaitPart("#messages", "Hello Bob").awaitText("#typing", "");
        ada.awaitPart("#messages", "Hello Bob");
        assertEquals("Ada", bob.text("#messages .author"));
        assertTrue(bob.text("#messages time").matches("\\d\\d:\\d\\d"));
        bob.type("#message", "Hello Ada").click("#send");
        ada.await("the answer", () -> ada.count("#messages li") == 2);
        assertEquals("Hello Ada", ada.text("#messages li:last-child .text"));
    }

    @Test
    void theMessageFieldIsEmptiedAndTheNameKept() {
        enter("fields");
        ada.type("#message", "one", Keys.ENTER).await("sent", () -> ada.count("#messages li") == 1);
        ada.await("an empty field", () -> ada.find("#message").getDomProperty("value").equals(""));
        ada.type("#message", "two", Keys.ENTER).await("sent", () -> ada.count("#messages li") == 2);
        assertEquals("two", ada.text("#messages li:last-child .text"));
        ada.visit("/chat/elsewhere");
        assertEquals("Ada", ada.find("#name").getDomProperty("value"));
    }

    @Test
    void anEmptyOrTooLongMessageIsRefusedAtItsField() {
        enter("refused");
        ada.click("#send").awaitText("[data-error-for=message]", "Please write a message");
        ada.type("#message", "x".repeat(501))
                .awaitText("[data-error-for=message]", "At most 500 characters, this has 501");
        ada.click("#send");
        ada.type("#message", Keys.BACK_SPACE).awaitText("[data-error-for=message]", "");
        assertEquals(0, ada.count("#messages li"));
        ada.click("#send").await("sent", () -> ada.count("#messages li") == 1);
        ada.find("#name").clear();
        ada.type("#message", "who?")
                .click("#send")
                .awaitText("[data-error-for=name]", "Please say who you are");
    }

    @Test
    void aVisitorFindsTheLastHundredMessages() {
        for (int i = 1; i <= 103; i++) demoPost("history", "message " + i);
        ada.visit("/chat/history");
        assertEquals(100, ada.count("#messages li"));
        assertEquals("message 4", ada.text("#messages li:first-child .text"));
        assertEquals("message 103", ada.text("#messages li:last-child .text"));
    }

    @Test
    void theEndStaysInSightUnlessTheVisitorScrolledUp() {
        for (int i = 1; i <= 60; i++) demoPost("scroll", "message " + i);
        enter("scroll");
        ada.await("the end", () -> fromEnd() < 2);
        say("new 1");
        ada.await("the end again", () -> fromEnd() < 2);
        ada.driver.executeScript("document.querySelector('#messages').scrollTop = 400");
        ada.await("scrolled up", () -> fromEnd() > 300);
        double before = rowTop();
        say("new 2");
        ada.run("return new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))");
        assertEquals(before, rowTop(), 1.0, "what is being read stays where it is");
        assertFalse(fromEnd() < 2);
        ada.driver.executeScript(
                "const m = document.querySelector('#messages'); m.scrollTop = m.scrollHeight");
        say("new 3");
        ada.await("the end once more", () -> fromEnd() < 2);
    }

    @Test
    void whoLeavesIsNoLongerHere() {
        enter("leave");
        ada.awaitPart("#online", "Bob");
        bob.visit("/");
        ada.await("Bob to be gone", () -> !ada.text("#online").contains("Bob"));
    }

    @Test
    void aRoomIsWrittenInOneWay() {
        ada.visit("/chat/Book%20Club");
        assertTrue(String.valueOf(ada.driver.getCurrentUrl()).endsWith("/chat/book-club"));
    }

    private void demoPost(String room, String text) {
        Visitor grace = new Visitor("Grace", "her page", false, 1);
        demo.server()
                .entities()
                .get(Room.class, room)
                .call(Room::post, new Room.Said(grace, text, room + text));
    }

    private void say(String text) {
        int before = ada.count("#messages li");
        bob.type("#message", text, Keys.ENTER);
        ada.await(text, () -> ada.count("#messages li") == before + 1);
    }

    private double fromEnd() {
        return number(
                "const m = document.querySelector('#messages'); return m.scrollHeight -"
                        + " m.clientHeight - m.scrollTop");
    }

    private double rowTop() {
        return number(
                "return document.querySelector('#messages"
                        + " li:nth-child(12)').getBoundingClientRect().top");
    }

    private double number(String script) {
        return Double.parseDouble(ada.run(script));
    }
}
