package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.LiveView;
import dev.livelet.OnMessage;
import dev.livelet.Shared;
import dev.livelet.Socket;
import dev.livelet.Template;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Many pages that show one thing. */
class RoomTest {
    private static final AtomicInteger EVALUATED = new AtomicInteger();

    record Line(int id, String text) {
        /** Counts how often somebody's page needed it. */
        String shown() {
            EVALUATED.incrementAndGet();
            return text;
        }
    }

    record Room(Shared<List<Line>> lines) {}

    record Said(Shared<List<Line>> lines) {}

    static final class View implements LiveView<Room> {
        static final Template<Room> PAGE =
                Template.of(
                        Room.class,
                        "<ul><li :for={line : lines.value()}"
                                + " :key={line.id}>{line.shown()}</li></ul>");

        volatile Shared<List<Line>> lines = Shared.of(List.of());

        @Override
        public Template<Room> template() {
            return PAGE;
        }

        @Override
        public Room mount(Socket socket) {
            socket.subscribe("room");
            return new Room(lines);
        }

        @OnMessage
        Room said(Room room, Said said) {
            return new Room(said.lines());
        }
    }

    @Test
    void oneMessageToTwoHundredPagesIsDiffedAndEncodedOnceAndReachesAll() throws Exception {
        View view = new View();
        int pages = 200;
        int messages = 20;
        try (LiveServer server =
                Livelet.create()
                        .live("/", view)
                        .set("stop-timeout", "0s")
                        .set("connections-per-address", "1000")
                        .set("pending-per-address", "1000")
                        .start(0)) {
            List<TestSocket> sockets = new ArrayList<>();
            for (int i = 0; i < pages; i++) sockets.add(TestPage.open(server, "/").joined());
            int before = EVALUATED.get();
            for (int m = 1; m <= messages; m++) {
                List<Line> next = new ArrayList<>(view.lines.value());
                next.add(new Line(m, "message " + m));
                view.lines = view.lines.with(List.copyOf(next));
                long start = System.nanoTime();
                server.publish("room", new Said(view.lines));
                for (TestSocket socket : sockets) {
                    String frame = socket.receive();
                    assertTrue(frame.contains("\"message " + m + "\""), frame);
                    socket.send("[2,1]");
                }
                if (m == messages)
                    System.out.println(
                            "RoomTest: the last of "
                                    + messages
                                    + " messages reached "
                                    + pages
                                    + " pages in "
                                    + (System.nanoTime() - start) / 1000
                                    + " µs");
            }
            int evaluated = EVALUATED.get() - before;
            System.out.println(
                    "RoomTest: "
                            + messages
                            + " messages to "
                            + pages
                            + " pages evaluated "
                            + evaluated
                            + " rows");
            assertEquals(messages, evaluated, "each message once, not once a page");
            for (TestSocket socket : sockets) socket.close();
        }
    }
}
