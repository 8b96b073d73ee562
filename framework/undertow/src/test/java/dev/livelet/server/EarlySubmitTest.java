package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.server.Counters.Count;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.http.HttpResponse;

/** What comes in by HTTP before a page is live: a form that was submitted too early. */
class EarlySubmitTest {
    private final GreeterServer greeter = new GreeterServer();

    @AfterEach
    void stop() {
        greeter.close();
    }

    @Test
    void anEarlySubmitWithItsTokenLeadsBackAndOneWithoutIsRefused() throws Exception {
        HttpResponse<String> page = greeter.get("/hello/x?a=b");
        String cookie = page.headers().firstValue("set-cookie").orElse("").split(";")[0];
        String token = TestPage.find(page.body(), "name=\"_livelet\" value=\"([A-Za-z0-9_-]+)\"");
        HttpResponse<String> good =
                greeter.post(
                        "/hello/x?a=b",
                        cookie,
                        "application/x-www-form-urlencoded",
                        "_livelet=" + token + "&word=secret");
        assertEquals(303, good.statusCode());
        assertEquals("/hello/x?a=b", good.headers().firstValue("location").orElse(""));
        String multipart =
                "--b\r\nContent-Disposition: form-data; name=\"_livelet\"\r\n\r\n"
                        + token
                        + "\r\n--b--\r\n";
        assertEquals(
                303,
                greeter.post("/hello/x", cookie, "multipart/form-data; boundary=b", multipart)
                        .statusCode());

        assertEquals(
                403,
                greeter.post("/hello/x", cookie, "application/x-www-form-urlencoded", "word=x")
                        .statusCode());
        assertEquals(
                403,
                greeter.post(
                                "/hello/x",
                                cookie,
                                "application/x-www-form-urlencoded",
                                "_livelet=" + token + "x")
                        .statusCode());
        assertEquals(
                403,
                greeter.post(
                                "/hello/x",
                                "a=b",
                                "application/x-www-form-urlencoded",
                                "_livelet=" + token)
                        .statusCode());
        assertEquals(3, greeter.server().counters().get(Count.CSRF_REFUSED));
    }

    @Test
    void bodiesAndHeadersAreBounded() throws Exception {
        greeter.restart(GreeterServer.application().set("max-body", "1000"));
        assertEquals(
                413,
                greeter.post(
                                "/hello/x",
                                "a=b",
                                "application/x-www-form-urlencoded",
                                "x".repeat(1001))
                        .statusCode());
        try {
            assertTrue(greeter.get("/hello/x", "X-Large", "x".repeat(20_000)).statusCode() >= 400);
        } catch (IOException closed) {
            assertTrue(closed.getMessage() != null, "the connection may also just be closed");
        }
    }
}
