package dev.livelet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;

class LiveStateTest {
    private record State(int count, @Nullable String name, List<String> rows)
            implements LiveState<State> {
        State {
            if (count < 0) throw new IllegalArgumentException("count");
            rows = List.copyOf(rows);
        }

        boolean full() {
            return count > 9;
        }
    }

    private final State state = new State(1, "a", List.of());

    @Test
    void oneComponentChanges() {
        assertEquals(new State(2, "a", List.of()), state.with(State::count, state.count() + 1));
        assertEquals(new State(1, null, List.of()), state.with(State::name, null));
        assertEquals(new State(1, "a", List.of("x")), state.with(State::rows, List.of("x")));
    }

    @Test
    void changesCanBeChained() {
        State next = state;
        for (int i = 0; i < 5; i++)
            next = next.with(State::count, next.count() + 1).with(State::name, "n" + i);
        assertEquals(new State(6, "n4", List.of()), next);
    }

    @Test
    void theConstructorMayRefuse() {
        assertEquals(
                "count",
                assertThrows(IllegalArgumentException.class, () -> state.with(State::count, -1))
                        .getMessage());
    }

    @Test
    void aLambdaIsNoReference() {
        assertEquals(
                "with(…) of dev.livelet.LiveStateTest$State needs a reference to an accessor, as in"
                        + " State::count; found a lambda in dev.livelet.LiveStateTest",
                assertThrows(LiveletException.class, () -> state.with(s -> s.count(), 1))
                        .getMessage());
    }

    @Test
    void aMethodIsNoComponent() {
        assertEquals(
                "with(…) needs a component: 'full' is a method of dev.livelet.LiveStateTest$State;"
                        + " its components are [count, name, rows]",
                assertThrows(LiveletException.class, () -> state.with(State::full, true))
                        .getMessage());
    }

    @Test
    void anObjectIsNoReference() {
        LiveState.Accessor<State, Integer> accessor =
                new LiveState.Accessor<>() {
                    @Override
                    public Integer get(State of) {
                        return 1;
                    }
                };
        assertEquals(
                "with(…) of dev.livelet.LiveStateTest$State needs a reference to an accessor; found"
                        + " an object of dev.livelet.LiveStateTest$1",
                assertThrows(LiveletException.class, () -> state.with(accessor, 1)).getMessage());
    }
}
