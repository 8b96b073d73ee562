package dev.livelet.examples;

import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.Socket;
import dev.livelet.Template;

/** The smallest live page. */
final class Counter implements LiveView<Counter.State> {

    record State(int count) {}

    private static final Template<State> PAGE =
            Template.of(
                    State.class,
                    """
                    <h1>Counter</h1>
                    <p>Clicked <output id="count">{count}</output> times</p>
                    <button id="dec" on:click={add(-1)} disabled={count == 0}>−1</button>
                    <button id="inc" on:click={add(1)}>+1</button>
                    """);

    @Override
    public Template<State> template() {
        return PAGE;
    }

    @Override
    public State mount(Socket socket) {
        return new State(0);
    }

    @On
    State add(State state, int step) {
        return new State(state.count() + step);
    }
}
