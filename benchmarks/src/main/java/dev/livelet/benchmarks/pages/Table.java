package dev.livelet.benchmarks.pages;

import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.Shared;
import dev.livelet.Socket;
import dev.livelet.Template;

import java.util.List;
import java.util.stream.IntStream;

/** A hundred rows of six cells, each page's own; {@link OfAll} shows rows that all pages share. */
public final class Table implements LiveView<Table.State> {
    private static final int ROWS = 100;

    public record State(List<Row> rows) {}

    public record Row(int id, String a, String b, String c, String d, String e) {
        static List<Row> some() {
            return IntStream.rangeClosed(1, ROWS)
                    .mapToObj(i -> new Row(i, "a" + i, "b" + i, "c" + i, "d" + i, "e" + i))
                    .toList();
        }
    }

    private static final Template<State> PAGE =
            Template.of(
                    State.class,
                    """
                    <button on:click={change}>Change one</button>
                    <table><tbody><tr :for={row : rows} :key={row.id}><td>{row.id}</td><td>{row.a}</td>\
                    <td>{row.b}</td><td>{row.c}</td><td>{row.d}</td><td>{row.e}</td></tr></tbody></table>
                    """);

    @Override
    public Template<State> template() {
        return PAGE;
    }

    @Override
    public State mount(Socket socket) {
        return start();
    }

    /** What a page begins with. */
    public static State start() {
        return new State(Row.some());
    }

    /** One cell. */
    @On
    public State change(State state) {
        Row old = state.rows().get(57);
        Row changed =
                new Row(
                        old.id(),
                        old.a(),
                        old.b(),
                        old.c().equals("wxyz") ? "abcd" : "wxyz",
                        old.d(),
                        old.e());
        return new State(
                state.rows().stream()
                        .map(row -> row.id() == changed.id() ? changed : row)
                        .toList());
    }

    /** The same rows for all pages, one object in the JVM. */
    public static final class OfAll implements LiveView<OfAll.State> {
        public record State(Shared<List<Row>> rows) {}

        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <table><tbody><tr :for={row : rows.value()} :key={row.id}><td>{row.id}</td>\
                        <td>{row.a}</td><td>{row.b}</td><td>{row.c}</td><td>{row.d}</td><td>{row.e}</td>\
                        </tr></tbody></table>
                        """);

        private static final Shared<List<Row>> ROWS_OF_ALL = Shared.of(Row.some());

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            return new State(ROWS_OF_ALL);
        }
    }
}
