package dev.livelet.examples;

import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.Socket;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The operations of js-framework-benchmark on a keyed table. */
final class Table implements LiveView<Table.State> {
    private static final int MANY = 1_000;

    /**
     * @param next the id of the next row
     * @param selected the id of the selected row, 0 for none
     */
    record State(List<Row> rows, int next, int selected) {
        State with(List<Row> changed) {
            return new State(changed, next, selected);
        }
    }

    @Override
    public State mount(Socket socket) {
        socket.title("Table · Livelet");
        return new State(Row.from(1, MANY), MANY + 1, 0);
    }

    @On
    State run(State state) {
        return new State(Row.from(state.next(), MANY), state.next() + MANY, 0);
    }

    @On
    State append(State state) {
        return new State(
                concat(state.rows(), Row.from(state.next(), MANY)),
                state.next() + MANY,
                state.selected());
    }

    @On
    State prepend(State state) {
        return new State(
                concat(Row.from(state.next(), 1), state.rows()),
                state.next() + 1,
                state.selected());
    }

    @On
    State update(State state) {
        List<Row> rows = state.rows();
        return state.with(
                IntStream.range(0, rows.size())
                        .mapToObj(i -> i % 10 == 0 ? rows.get(i).excited() : rows.get(i))
                        .toList());
    }

    /** The second and the 999th row change places. */
    @On
    State swap(State state) {
        if (state.rows().size() < MANY - 1) return state;
        List<Row> rows = new ArrayList<>(state.rows());
        Collections.swap(rows, 1, MANY - 2);
        return state.with(List.copyOf(rows));
    }

    @On
    State reverse(State state) {
        return state.with(List.copyOf(state.rows().reversed()));
    }

    @On
    State removeFirst(State state) {
        return state.rows().isEmpty()
                ? state
                : state.with(List.copyOf(state.rows().subList(1, state.rows().size())));
    }

    @On
    State clear(State state) {
        return new State(List.of(), state.next(), 0);
    }

    @On
    State select(State state, int id) {
        return new State(state.rows(), state.next(), id);
    }

    @On
    State remove(State state, int id) {
        return state.with(state.rows().stream().filter(row -> row.id() != id).toList());
    }

    private static List<Row> concat(List<Row> first, List<Row> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
