package dev.livelet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.Shared;

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
    private Rooms rooms;

    @BeforeEach
    void open() {
        store = new MessageStore("jdbc:h2:file:" + folder.resolve("chat"));
        rooms = new Rooms(store, CLOCK);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatWasSaidIsThereAfterARestart() {
        rooms.post("lobby", "Ada", "Hello 😀", "e1");
        store.close();
        open();
        Message message = rooms.latest("lobby").value().getFirst();
        assertEquals(
                "Ada: Hello 😀 at " + NOON,
                message.author() + ": " + message.text() + " at " + message.at());
        assertEquals(List.of(), rooms.latest("other").value());
    }

    @Test
    void theSameEventTwiceIsOneMessage() {
        Message once = rooms.post("lobby", "Ada", "Hello", "e1");
        assertEquals(once, rooms.post("lobby", "Ada", "Hello", "e1"));
        assertEquals(1, rooms.latest("lobby").value().size());
    }

    @Test
    void aRoomShowsItsLastHundredMessages() {
        for (int i = 1; i <= 105; i++) rooms.post("lobby", "Ada", "m" + i, "e" + i);
        assertEquals(
                IntStream.rangeClosed(6, 105).mapToObj(i -> "m" + i).toList(),
                texts(rooms.latest("lobby")));
    }

    @Test
    void allPagesOfARoomHoldTheSameList() {
        rooms.latest("lobby");
        Message message = rooms.post("lobby", "Ada", "Hello", "e1");
        Shared<List<Message>> first = rooms.received(message);
        assertSame(first, rooms.received(message));
        assertSame(first, rooms.latest("lobby"));
        assertEquals(List.of("Hello"), texts(first));
    }

    @Test
    void messagesThatArriveOutOfOrderAreShownInOrder() {
        rooms.latest("lobby");
        Message first = rooms.post("lobby", "Ada", "1", "e1");
        Message second = rooms.post("lobby", "Bob", "2", "e2");
        rooms.received(second);
        assertEquals(List.of("1", "2"), texts(rooms.received(first)));
    }

    @Test
    void aMessageOfAnotherNodeIsFoundInTheStore() {
        rooms.post("lobby", "Ada", "before", "e1");
        Message message = new Rooms(store, CLOCK).post("lobby", "Bob", "elsewhere", "e2");
        assertEquals(List.of("before", "elsewhere"), texts(rooms.received(message)));
    }

    @Test
    void manyMaySpeakAtOnce() throws Exception {
        rooms.latest("lobby");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Shared<List<Message>>>> all = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String event = "e" + i;
                all.add(
                        threads.submit(
                                () -> rooms.received(rooms.post("lobby", "Ada", event, event))));
            }
            for (Future<Shared<List<Message>>> each : all) each.get();
        }
        List<Message> shown = rooms.latest("lobby").value();
        assertEquals(60, shown.stream().map(Message::id).distinct().count());
        assertEquals(
                shown.stream().map(Message::id).sorted().toList(),
                shown.stream().map(Message::id).toList());
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

    private static List<String> texts(Shared<List<Message>> messages) {
        return messages.value().stream().map(Message::text).toList();
    }
}
