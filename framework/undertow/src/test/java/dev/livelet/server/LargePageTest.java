package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.LiveView;
import dev.livelet.Socket;
import dev.livelet.Template;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;

/** A page goes through a buffer of the server's, however often that has to be filled. */
class LargePageTest {
    record State(List<Integer> numbers) {}

    private static final class Numbers implements LiveView<State> {
        private static final Template<State> PAGE =
                Template.of(State.class, "<p :for={number : numbers}>{number} ünïcödé</p>");

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            int count = Integer.parseInt(socket.params().get("count"));
            return new State(IntStream.range(0, count).boxed().toList());
        }
    }

    @Test
    void pagesOfAllSizesArriveWhole() throws Exception {
        try (LiveServer server =
                        Livelet.create()
                                .live("/{count}", new Numbers())
                                .host("127.0.0.1")
                                .start(0);
                HttpClient client = HttpClient.newHttpClient()) {
            for (int count : new int[] {0, 1, 600, 700, 5_000, 60_000}) {
                URI address = URI.create("http://127.0.0.1:" + server.port() + "/" + count);
                HttpResponse<String> answer =
                        client.send(
                                HttpRequest.newBuilder(address).build(),
                                HttpResponse.BodyHandlers.ofString());
                String page = answer.body();
                assertEquals(200, answer.statusCode());
                assertEquals(count, page.split("<p>", -1).length - 1);
                assertTrue(count == 0 || page.contains("<p>" + (count - 1) + "<"), () -> page);
                assertTrue(page.endsWith("</div></body></html>"), () -> page);
            }
        }
    }
}
