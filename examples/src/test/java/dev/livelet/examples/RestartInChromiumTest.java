package dev.livelet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.server.Livelet;

import org.junit.jupiter.api.Test;

/**
 * The server goes away under an open page, and comes back as a new process would: with the same
 * keys and without its sessions.
 */
class RestartInChromiumTest {
    private static final String KEY = "a key of at least thirty-two characters";

    @Test
    void aPageSaysThatItIsAloneAndGoesOnWithWhatWasTyped() {
        Demo first = start(0);
        int port = first.server().port();
        try (Window window = Window.open(first)) {
            window.visit("/form").type("[name=name]", "Ada").type("[name=email]", "ada");
            window.awaitText("[data-error-for=email]", "An address looks like ada@example.org");
            first.close();
            window.await(
                    "the loss to be noticed",
                    () -> !window.attribute("[data-live]", "data-live-state").equals("connected"));
            window.awaitPart(".live-banner", "Connection lost");
            window.type("[name=email]", "@example.org");
            try (Demo second = start(port)) {
                assertEquals(port, second.server().port());
                window.await(
                        "to be connected again",
                        () ->
                                window.attribute("[data-live]", "data-live-state")
                                        .equals("connected"));
                assertEquals("Ada", window.find("[name=name]").getDomProperty("value"));
                assertEquals(
                        "ada@example.org", window.find("[name=email]").getDomProperty("value"));
                window.type("[name=age]", "36")
                        .click("#form [type=submit]")
                        .awaitPart("#saved", "Ada");
            }
        } finally {
            first.close();
        }
    }

    private static Demo start(int port) {
        return Demo.start(
                Livelet.create()
                        .host("127.0.0.1")
                        .port(port)
                        .keys(KEY)
                        .set("stop-timeout", "200ms"),
                "jdbc:h2:mem:restart");
    }
}
