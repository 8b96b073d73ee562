package dev.livelet.server;

import dev.livelet.LiveView;
import dev.livelet.OnMessage;
import dev.livelet.Socket;
import dev.livelet.Template;

import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A page that shows the last message of the topic {@code ticks}. */
final class Ticker implements LiveView<Ticker.State> {
    record State(int number, String text) {}

    record Tick(int number, String text) {}

    private static final Template<State> PAGE =
            Template.of(State.class, "<p>{number}</p><p>{text}</p>");

    private final Queue<WeakReference<State>> made = new ConcurrentLinkedQueue<>();

    @Override
    public Template<State> template() {
        return PAGE;
    }

    @Override
    public State mount(Socket socket) {
        socket.subscribe("ticks");
        return new State(0, "");
    }

    @OnMessage
    State tick(State state, Tick tick) {
        State next = new State(tick.number(), tick.text());
        made.add(new WeakReference<>(next));
        return next;
    }

    /** How many of the states that messages have made are still held by anything. */
    int alive() {
        System.gc();
        made.removeIf(state -> state.refersTo(null));
        return made.size();
    }
}
