package dev.livelet.benchmarks.pages;

import dev.livelet.Call;
import dev.livelet.Entity;

import java.util.List;
import java.util.stream.Stream;

/** A chat room that keeps its last fifty messages. */
public final class Room implements Entity<Room.State> {
    private static final int KEPT = 50;

    public record State(List<Message> messages) {}

    public record Message(long number, String from, String text) {}

    @Override
    public State create(String name) {
        return new State(Stream.iterate(1L, n -> n + 1).limit(KEPT).map(Room::message).toList());
    }

    static Message message(long number) {
        return new Message(number, "ada", "message " + number + " of the benchmark");
    }

    @Call
    public State post(State room, Long number) {
        return new State(
                Stream.concat(room.messages().stream().skip(1), Stream.of(message(number)))
                        .toList());
    }
}
