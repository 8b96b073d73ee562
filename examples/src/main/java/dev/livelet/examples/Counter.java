package dev.livelet.examples;

import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.Socket;
import dev.livelet.Template;

/** The smallest live page: one number, two buttons. */
final class Counter implements LiveView<Counter.State> {

    record State(int count) {}

    private static final Template<State> PAGE =
            Template.of(
                    State.class,
                    """
                    <div class="intro">
                      <h1>Counter</h1>
                      <p>A record holds the number, a method returns the next one. Each click travels as a few bytes, there and back.</p>
                    </div>
                    <div class="card counter">
                      <button id="dec" class="round" type="button" aria-label="One less" on:click={add(-1)}>−</button>
                      <output id="count">{count}</output>
                      <button id="inc" class="round primary" type="button" aria-label="One more" on:click={add(1)}>+</button>
                    </div>
                    """);

    @Override
    public Template<State> template() {
        return PAGE;
    }

    @Override
    public State mount(Socket socket) {
        socket.title("Counter · Livelet");
        return new State(0);
    }

    @On
    State add(State state, int step) {
        return new State(state.count() + step);
    }
}
