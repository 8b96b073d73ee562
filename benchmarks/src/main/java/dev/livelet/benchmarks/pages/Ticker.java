package dev.livelet.benchmarks.pages;

import dev.livelet.LiveView;
import dev.livelet.OnMessage;
import dev.livelet.Socket;
import dev.livelet.Template;

/** A page that handles each message of a topic by itself. */
public final class Ticker implements LiveView<Ticker.State> {
    public static final String TOPIC = "prices";

    public record State(String price) {}

    public record Price(long number) {}

    private static final Template<State> PAGE =
            Template.of(State.class, "<h1>Price</h1><output>{price}</output>");

    @Override
    public Template<State> template() {
        return PAGE;
    }

    @Override
    public State mount(Socket socket) {
        socket.subscribe(TOPIC);
        return new State("none yet");
    }

    @OnMessage
    State price(State state, Price price) {
        return new State("message " + price.number() + " of the benchmark");
    }
}
