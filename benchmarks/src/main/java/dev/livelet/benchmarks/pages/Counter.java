package dev.livelet.benchmarks.pages;

import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.Socket;
import dev.livelet.Template;

/** A number and a button. */
public final class Counter implements LiveView<Counter.State> {
    public record State(int count) {}

    private static final Template<State> PAGE =
            Template.of(
                    State.class,
                    """
                    <h1>Clicked {count} times</h1><button on:click={add}>+1</button>
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
    State add(State state) {
        return new State((state.count() + 1) % 1_000);
    }
}
