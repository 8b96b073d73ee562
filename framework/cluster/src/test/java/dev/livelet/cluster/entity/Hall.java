package dev.livelet.cluster.entity;

import dev.livelet.Call;
import dev.livelet.Entity;
import dev.livelet.Reply;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A room with the last hundred messages, as the demo's chat has them. */
final class Hall implements Entity<Hall.State> {
    static final int SHOWN = 100;

    record Message(long id, String from, String text) {}

    record State(List<Message> messages, List<String> visitors) {}

    @Override
    public State create(String name) {
        return new State(List.of(), List.of());
    }

    /** With a hundred messages of a hundred letters. */
    @Call
    State fill(State hall) {
        State next = hall;
        Random letters = new Random(hall.messages().size());
        for (int i = 0; i < SHOWN; i++) next = post(next, text(letters));
        return next;
    }

    static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 100; i++) text.append((char) ('a' + random.nextInt(26)));
        return text.toString();
    }

    @Call
    State post(State hall, String text) {
        List<Message> messages = new ArrayList<>(hall.messages());
        long id = messages.isEmpty() ? 1 : messages.getLast().id() + 1;
        messages.add(new Message(id, "visitor " + id % 7, text));
        int first = Math.max(0, messages.size() - SHOWN);
        return new State(List.copyOf(messages.subList(first, messages.size())), hall.visitors());
    }

    @Call
    Reply<State, List<Message>> all(State hall) {
        return Reply.of(hall, hall.messages());
    }
}
