package dev.livelet.entity;

import dev.livelet.Call;
import dev.livelet.Entity;
import dev.livelet.EntitySettings;
import dev.livelet.OnMessage;
import dev.livelet.Reply;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A chat room that notes what happens to it. */
final class Room implements Entity<Room.State> {
    final List<String> notes = new ArrayList<>();
    private final EntitySettings settings;
    boolean broken;

    record Message(String from, String text) {}

    record State(String name, List<Message> messages, int sweeps) {
        int size() {
            return messages.size();
        }
    }

    record Sweep(int keep) {}

    Room() {
        this(EntitySettings.available());
    }

    Room(EntitySettings settings) {
        this.settings = settings;
    }

    @Override
    public EntitySettings settings() {
        return settings;
    }

    @Override
    public State create(String name) {
        notes.add("create " + name);
        if (broken) throw new IllegalStateException("no database");
        return new State(name, List.of(), 0);
    }

    @Override
    public State restored(State state) {
        notes.add("restored " + state.name());
        return state;
    }

    @Override
    public void terminate(State state, String reason) {
        notes.add("terminate " + state.name() + ": " + reason);
    }

    @Call
    State post(State room, Message message) {
        List<Message> messages = new ArrayList<>(room.messages());
        messages.add(message);
        context().publish("posted", message.text());
        if (broken) throw new IllegalStateException("broken");
        return new State(room.name(), messages, room.sweeps());
    }

    @Call
    Reply<State, Integer> count(State room) {
        return Reply.of(room, room.size());
    }

    @Call
    Reply<State, Integer> say(State room, String from, String text) {
        State next = post(room, new Message(from, text));
        return Reply.of(next, next.size());
    }

    @Call
    State sweepEvery(State room, Duration period) {
        context().every("sweep", period, new Sweep(1));
        return room;
    }

    @Call
    State copyTo(State room, String other) {
        for (Message message : room.messages())
            context().entity(Room.class, other).tell(Room::post, message);
        if (broken) throw new IllegalStateException("broken");
        return room;
    }

    @Call
    State close(State room) {
        context().end();
        return room;
    }

    @OnMessage
    State sweep(State room, Sweep sweep) {
        List<Message> kept =
                room.messages().subList(Math.max(0, room.size() - sweep.keep()), room.size());
        return new State(room.name(), kept, room.sweeps() + 1);
    }
}
