package dev.livelet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.EntityRef;
import dev.livelet.Shared;
import dev.livelet.server.LiveServer;
import dev.livelet.server.Livelet;
import dev.livelet.test.LiveNode;
import dev.livelet.test.LiveTest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

class RoomsTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOON, ZoneId.of("UTC"));

    @TempDir Path folder;

    private MessageStore store;
    private LiveNode node;

    @BeforeEach
    void open() {
        store = new MessageStore("jdbc:h2:file:" + folder.resolve("chat"));
        node = LiveTest.node().entity(new Room(store, CLOCK));
    }

    @AfterEach
    void close() {
        node.close();
        store.close();
    }

    private EntityRef<Room, Room.State> room(String name) {
        return node.entities().get(Room.class, name);
    }

    private static Room.Said said(String author, String text, String event) {
        return new Room.Said(new Visitor(author, "page of " + author, false, 1), text, event);
    }

    private Shared<Room.State> post(String room, String author, String text, String event) {
        return room(room).call(Room::post, said(author, text, event));
    }

    @Test
    void whatWasSaidIsThereAfterARestart() {
        post("lobby", "Ada", "Hello 😀", "e1");
        close();
        open();
        Message message = room("lobby").value().value().messages().getFirst();
        assertEquals(
                "Ada: Hello 😀 at " + NOON,
                message.author() + ": " + message.text() + " at " + message.at());
        assertEquals(List.of(), texts(room("other").value()));
    }

    @Test
    void theSameEventTwiceIsOneMessage() {
        Shared<Room.State> once = post("lobby", "Ada", "Hello", "e1");
        assertSame(once, post("lobby", "Ada", "Hello", "e1"));
        assertEquals(1, store.latest("lobby", 9).size());
    }

    @Test
    void aRoomShowsItsLastHundredMessages() {
        for (int i = 1; i <= 105; i++) post("lobby", "Ada", "m" + i, "e" + i);
        List<String> last = IntStream.rangeClosed(6, 105).mapToObj(i -> "m" + i).toList();
        assertEquals(last, texts(room("lobby").value()));
        close();
        open();
        assertEquals(last, texts(room("lobby").value()));
    }

    @Test
    void allWhoAskForARoomGetTheSameObject() {
        Shared<Room.State> value = post("lobby", "Ada", "Hello", "e1");
        assertSame(value, room("lobby").value());
        assertEquals(List.of("Hello"), texts(value));
    }

    @Test
    void halvesOfASplitThatAreOneAgainHaveTheMessagesAndTheVisitorsOfBoth() {
        Room.State left = post("lobby", "Ada", "1", "e1").value();
        Room.State right =
                new Room.State(
                        List.of(store.add("lobby", "Bob", "2", NOON, "e2")),
                        List.of(new Visitor("Bob", "page of Bob", true, 2)));
        Room.State both = new Room(store, CLOCK).merge(left, right);
        assertEquals(List.of("1", "2"), both.messages().stream().map(Message::text).toList());
        assertEquals(List.of("Ada", "Bob"), both.online());
    }

    @Test
    void manyMaySpeakAtOnce() throws Exception {
        try (LiveServer server =
                        Livelet.create().entity(new Room(store, CLOCK)).host("127.0.0.1").start(0);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            EntityRef<Room, Room.State> lobby = server.entities().get(Room.class, "lobby");
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                Room.Said said = said("Ada", "text " + i, "e" + i);
                all.add(threads.submit(() -> lobby.call(Room::post, said)));
            }
            for (Future<?> each : all) each.get();
            List<Message> shown = lobby.value().value().messages();
            assertEquals(60, shown.stream().map(Message::id).distinct().count());
            assertEquals(
                    shown.stream().map(Message::id).sorted().toList(),
                    shown.stream().map(Message::id).toList());
        }
    }

    @Test
    void whoHasComeBackIsNotTakenAwayByWordOfTheVisitBefore() {
        Visitor first = new Visitor("Ada", "page", false, 1);
        Visitor second = new Visitor("Ada", "page", false, 2);
        var lobby = room("lobby");
        lobby.call(Room::seen, first);
        lobby.call(Room::seen, second);
        assertEquals(List.of(second), lobby.call(Room::left, List.of(first)).value().visitors());
        assertEquals(List.of(), lobby.call(Room::left, List.of(second)).value().visitors());
    }

    @Test
    void aDatabaseThatIsNotThereStopsTheStartWithAReason() {
        String message =
                String.valueOf(
                        assertThrows(
                                        IllegalStateException.class,
                                        () -> new MessageStore("jdbc:nothing:here"))
                                .getMessage());
        assertTrue(
                message.startsWith(
                        "The chat's database jdbc:nothing:here cannot be used: No suitable driver"),
                message);
        assertTrue(message.contains("-Dchat.jdbc="), message);
    }

    private static List<String> texts(Shared<Room.State> room) {
        return room.value().messages().stream().map(Message::text).toList();
    }
}
