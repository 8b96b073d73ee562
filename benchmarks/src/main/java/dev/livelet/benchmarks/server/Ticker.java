package dev.livelet.benchmarks.server;

import dev.livelet.LiveView;
import dev.livelet.OnMessage;
import dev.livelet.Socket;
import dev.livelet.Template;

/** A page that handles each message of a topic by itself. */
final class Ticker implements LiveView<Ticker.State> {
    static final String TOPIC = "prices";

    record State(String price) {}

    record Price(long number) {}

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
