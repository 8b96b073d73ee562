package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.LiveView;
import dev.livelet.Socket;
import dev.livelet.Template;
import dev.livelet.server.Counters.Count;

import org.htmlunit.WebClient;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlTextArea;
import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicInteger;

/** The whole way with the real runtime in a browser's engine. */
class HtmlUnitTest {

    @Test
    void aCounterCounts() throws Exception {
        Counter counter = new Counter();
        try (LiveServer server =
                        Livelet.create().live("/", counter).set("stop-timeout", "0s").start(0);
                WebClient browser = new WebClient()) {
            HtmlPage page = browser.getPage(server.url() + "/");
            assertEquals("0", text(page, "count"));
            Eventually.holds(() -> state(page).equals("connected"), "the page connects");
            for (int i = 1; i <= 3; i++) {
                page.<HtmlElement>getHtmlElementById("inc").click();
                String expected = String.valueOf(i);
                Eventually.holds(
                        () -> text(page, "count").equals(expected), "it shows " + expected);
            }
            page.<HtmlElement>getHtmlElementById("dec").click();
            Eventually.holds(() -> text(page, "count").equals("2"), "it shows 2");
            assertEquals(1, counter.mounts.get(), "one mount for page and socket");
            assertEquals(1, server.counters().get(Count.PAGES));
            assertEquals(1, server.counters().get(Count.JOINS));
        }
    }

    @Test
    void aPageWhoseSocketIsCutComesBackToItsSession() throws Exception {
        Counter counter = new Counter();
        try (LiveServer server =
                        Livelet.create().live("/", counter).set("stop-timeout", "0s").start(0);
                CuttingProxy proxy = new CuttingProxy(server.port());
                WebClient browser = new WebClient()) {
            HtmlPage page = browser.getPage("http://localhost:" + proxy.port() + "/");
            for (int i = 1; i <= 3; i++) {
                Eventually.holds(() -> state(page).equals("connected"), "the page is connected");
                long joins = server.counters().get(Count.JOINS);
                proxy.cut();
                Eventually.holds(
                        () ->
                                !state(page).equals("connected")
                                        || server.counters().get(Count.JOINS) > joins,
                        "it notices, and may be back already");
                page.<HtmlElement>getHtmlElementById("inc").click();
                String expected = String.valueOf(i);
                Eventually.holds(
                        () -> text(page, "count").equals(expected), "it shows " + expected);
            }
            assertEquals(1, counter.mounts.get(), "one mount for all sockets");
            assertEquals(1, server.counters().get(Count.PAGES));
        }
    }

    record Form(int mounts) {}

    static final class Typing implements LiveView<Form> {
        private static final Template<Form> PAGE =
                Template.of(
                        Form.class,
                        """
                        <p id="mounts">{mounts}</p>
                        <input id="word" name="word">
                        <form id="form"><textarea id="text" name="text"></textarea></form>
                        """);

        private final AtomicInteger mounts = new AtomicInteger();

        @Override
        public Template<Form> template() {
            return PAGE;
        }

        @Override
        public Form mount(Socket socket) {
            return new Form(mounts.incrementAndGet());
        }
    }

    @Test
    void afterTheGraceTimeThePageIsMountedAnewAndKeepsWhatWasTyped() throws Exception {
        try (LiveServer server =
                        Livelet.create()
                                .live("/", new Typing())
                                .set("grace", "1ms")
                                .set("stop-timeout", "0s")
                                .start(0);
                CuttingProxy proxy = new CuttingProxy(server.port());
                WebClient browser = new WebClient()) {
            HtmlPage page = browser.getPage("http://localhost:" + proxy.port() + "/");
            Eventually.holds(() -> state(page).equals("connected"), "the page connects");
            page.<HtmlInput>getHtmlElementById("word").type("serendipity");
            page.<HtmlTextArea>getHtmlElementById("text").type("petrichor");
            proxy.refuse(true);
            proxy.cut();
            Eventually.holds(() -> server.sessions().all().isEmpty(), "the session is gone");
            proxy.refuse(false);
            Eventually.holds(
                    () -> text(page, "mounts").equals("2"), "the page shows the new session");
            assertEquals(1, server.sessions().counters().fullRenders.sum());
            assertEquals(1, server.counters().get(Count.FRESH_MOUNTS));
            assertEquals("serendipity", page.<HtmlInput>getHtmlElementById("word").getValue());
            assertEquals("petrichor", page.<HtmlTextArea>getHtmlElementById("text").getText());
        }
    }

    /** Empty while there is none. With the page's monitor, which its scripts have as they run. */
    private static String text(HtmlPage page, String id) {
        synchronized (page) {
            DomElement element = page.getElementById(id);
            return element == null ? "" : element.getTextContent();
        }
    }

    /** Likewise. */
    private static String state(HtmlPage page) {
        synchronized (page) {
            return page.<HtmlElement>getFirstByXPath("//*[@data-live-state]")
                    .getAttribute("data-live-state");
        }
    }
}
