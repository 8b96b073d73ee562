package dev.livelet.server;

import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.Socket;
import dev.livelet.Template;

import java.util.concurrent.atomic.AtomicInteger;

/** The page that most tests open. */
final class Counter implements LiveView<Counter.State> {
    record State(int count) {
        boolean full() {
            return count >= 1000;
        }
    }

    private static final Template<State> PAGE =
            Template.of(
                    State.class,
                    """
                    <h1 id="count">{count}</h1>
                    <button id="inc" on:click={add(1)} disabled={full}>+1</button>
                    <button id="dec" on:click={add(-1)} :if={count > 0}>-1</button>
                    """);

    final AtomicInteger mounts = new AtomicInteger();

    @Override
    public Template<State> template() {
        return PAGE;
    }

    @Override
    public State mount(Socket socket) {
        mounts.incrementAndGet();
        return new State(0);
    }

    @On
    State add(State state, int step) {
        return new State(state.count() + step);
    }
}
