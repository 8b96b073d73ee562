package dev.livelet.benchmarks.server;

import dev.livelet.benchmarks.pages.BigTable;
import dev.livelet.benchmarks.pages.Chat;
import dev.livelet.benchmarks.pages.Counter;
import dev.livelet.benchmarks.pages.Room;
import dev.livelet.benchmarks.pages.SignupForm;
import dev.livelet.benchmarks.pages.Table;
import dev.livelet.benchmarks.pages.Ticker;
import dev.livelet.benchmarks.process.Answers;
import dev.livelet.server.LiveServer;
import dev.livelet.server.Livelet;

/**
 * Livelet with the pages of the benchmark. {@code post N} says something in the room, {@code
 * publish N} on the topic; both are answered with the {@link System#nanoTime} of that.
 */
public final class LiveletServer {
    private LiveletServer() {}

    /** Limits that a load test from one address would meet are out of its way. */
    public static void main(String[] arguments) throws Exception {
        Livelet livelet =
                Livelet.create()
                        .live("/counter", new Counter())
                        .live("/big-table", new BigTable())
                        .live("/form", new SignupForm())
                        .live("/table", new Table())
                        .live("/shared-table", new Table.OfAll())
                        .live("/chat", new Chat())
                        .live("/ticker", new Ticker())
                        .entity(new Room())
                        .host("127.0.0.1")
                        .set("pending", "5s")
                        .set("parting", "1s")
                        .set("sessions", "1000000")
                        .set("pending-sessions", "1000000")
                        .set("pending-per-address", "1000000")
                        .set("detached-per-address", "1000000")
                        .set("connections-per-address", "1000000")
                        .set("events-per-second", "1000000")
                        .set("event-burst", "1000000")
                        .set("max-frame-rate", "1000000");
        try (LiveServer server = livelet.start(0)) {
            new Answers()
                    .on(
                            "post",
                            number -> {
                                long now = System.nanoTime();
                                server.entities()
                                        .get(Room.class, Chat.ROOM)
                                        .tell(Room::post, number);
                                return now;
                            })
                    .on(
                            "publish",
                            number -> {
                                long now = System.nanoTime();
                                server.publish(Ticker.TOPIC, new Ticker.Price(number));
                                return now;
                            })
                    .serve(server.port());
        }
    }
}
