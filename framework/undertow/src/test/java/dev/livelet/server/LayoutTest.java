package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;

/** The document around a page, the application's own or the default. */
class LayoutTest {
    private final GreeterServer greeter = new GreeterServer();

    @AfterEach
    void stop() {
        greeter.close();
    }

    @Test
    void aLayoutOfOnesOwnWritesTheWholeDocument() throws Exception {
        greeter.restart(
                GreeterServer.application()
                        .layout(
                                page ->
                                        "<!doctype html><title>"
                                                + page.title()
                                                + "</title>"
                                                + page.head()
                                                + "<main>"
                                                + page.root()
                                                + "</main>"));
        String html = greeter.get("/hello/x").body();
        assertTrue(
                html.startsWith("<!doctype html><title>A &amp; &lt;B&gt;</title><style id="), html);
        assertTrue(html.contains("<main><div data-live="), html);
    }

    @Test
    void aLayoutThatLeavesOutWhatAPageNeedsSaysWhat() throws Exception {
        refused(_ -> "nothing", "must contain page.root() once");
        refused(
                page -> "<!doctype html><body>" + page.root(),
                "must contain page.head(): without it the page is never live");
        refused(page -> page.head() + page.root(), "must begin with &lt;!doctype html&gt;");
    }

    private void refused(Layout layout, String why) throws Exception {
        greeter.restart(GreeterServer.application().development(true).layout(layout));
        HttpResponse<String> answer = greeter.get("/hello/x");
        assertEquals(500, answer.statusCode());
        assertTrue(answer.body().contains(why), answer.body());
    }

    @Test
    void theLanguageIsTheBestOfThoseTheApplicationSpeaks() throws Exception {
        greeter.restart(GreeterServer.application().set("languages", "en,de,pt-BR"));
        assertTrue(
                greeter.get("/hello/x", "Accept-Language", "fr, de-AT;q=0.8, en;q=0.5")
                        .body()
                        .contains("<html lang=\"de\">"));
        assertTrue(
                greeter.get("/hello/x", "Accept-Language", "xx")
                        .body()
                        .contains("<html lang=\"en\">"));
        assertTrue(
                greeter.get("/hello/x", "Accept-Language", ";;=")
                        .body()
                        .contains("<html lang=\"en\">"));
    }
}
