package dev.livelet.benchmarks.pages;

import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.Socket;
import dev.livelet.Template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A thousand rows, and a button for each operation that the browser is timed at. */
public final class BigTable implements LiveView<BigTable.State> {
    private static final int ROWS = 1_000;

    public static final List<String> OPERATIONS =
            List.of("cell", "prepend", "remove-first", "swap", "tenth", "reverse");

    public static final State START =
            new State(
                    IntStream.rangeClosed(1, ROWS)
                            .mapToObj(i -> new Row(i, "a label of row " + i))
                            .toList(),
                    ROWS + 1);

    public record State(List<Row> rows, int next) {}

    public record Row(int id, String label) {
        Row excited() {
            return new Row(id, label + " !!!");
        }
    }

    private static final Template<State> PAGE =
            Template.of(
                    State.class,
                    OPERATIONS.stream()
                                    .map(
                                            name ->
                                                    "<button id=\""
                                                            + name
                                                            + "\" on:click={operate(\""
                                                            + name
                                                            + "\")}>x</button>")
                                    .collect(Collectors.joining())
                            + "<table><tbody><tr :for={row : rows} :key={row.id}>"
                            + "<td>{row.id}</td><td>{row.label}</td></tr></tbody></table>");

    @Override
    public Template<State> template() {
        return PAGE;
    }

    @Override
    public State mount(Socket socket) {
        return START;
    }

    @On
    State operate(State state, String operation) {
        return after(state, operation);
    }

    /** The state after one of the operations. */
    public static State after(State state, String operation) {
        return switch (operation) {
            case "cell" -> edit(state, rows -> replace(rows, rows.size() / 2, 1, rows.size()));
            case "prepend" ->
                    edit(
                            state,
                            rows -> {
                                rows.addFirst(new Row(state.next(), "a new row"));
                                return rows;
                            });
            case "remove-first" -> edit(state, rows -> rows.subList(1, rows.size()));
            case "swap" ->
                    edit(
                            state,
                            rows -> {
                                Collections.swap(rows, 1, rows.size() - 2);
                                return rows;
                            });
            case "tenth" -> edit(state, rows -> replace(rows, 0, 10, rows.size()));
            case "reverse" -> edit(state, List::reversed);
            default -> throw new IllegalArgumentException("no operation: " + operation);
        };
    }

    private static List<Row> replace(List<Row> rows, int from, int step, int size) {
        int to = step == 1 ? from + 1 : size;
        for (int i = from; i < to; i += step) rows.set(i, rows.get(i).excited());
        return rows;
    }

    private static State edit(State state, UnaryOperator<List<Row>> edit) {
        return new State(List.copyOf(edit.apply(new ArrayList<>(state.rows()))), state.next() + 1);
    }
}
