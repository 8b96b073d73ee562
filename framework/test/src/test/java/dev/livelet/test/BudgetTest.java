package dev.livelet.test;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.Form;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.OnMessage;
import dev.livelet.Socket;
import dev.livelet.Template;
import dev.livelet.diff.BenchmarkRow;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The bytes of real frames, both ways, against the budgets; the figures are printed. LiveView's are
 * about 10 times as many.
 */
class BudgetTest {
    private static final List<String> FIGURES = new ArrayList<>();

    @AfterAll
    static void print() {
        System.out.println("Bytes on the wire:\n  " + String.join("\n  ", FIGURES));
    }

    private static void within(int budget, int bytes, String what) {
        FIGURES.add("%-58s %6d of %6d".formatted(what, bytes, budget));
        assertTrue(bytes <= budget, what + ": " + bytes + " bytes, the budget is " + budget);
    }

    // ---- counter

    static final class Counter implements LiveView<Counter.State> {
        record State(int count) {}

        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <h1>Clicked <span id="count">{count}</span> times</h1>
                        <button id="inc" on:click={add(1)}>+1</button>
                        <button id="nothing" on:click={nothing}>0</button>
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

        @On
        State nothing(State state) {
            return state;
        }
    }

    @Test
    void counter() {
        var page = LiveTest.mount(new Counter());
        within(40, page.lastStep().downBytes(), "join of an unchanged counter, down");
        int up = 0;
        int down = 0;
        for (int i = 1; i < 1_000; i++) {
            page.click("#inc");
            up = Math.max(up, page.lastStep().upBytes());
            down = Math.max(down, page.lastStep().downBytes());
        }
        within(16, up, "click on a counter below 1000, up");
        within(20, down, "click on a counter below 1000, down");
        page.click("#nothing");
        within(10, page.lastStep().downBytes(), "event without effect, down");
    }

    // ---- tables

    record Cells(int id, List<String> cells) {}

    /** Changes a table's state, sent as a message: what goes down is the patch alone. */
    record Change<S>(UnaryOperator<S> change) {}

    static final class Grid implements LiveView<Grid.State> {
        record State(List<Cells> rows, int highlighted) {}

        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <table><tbody><tr :for={row : rows} :key={row.id} class={row.id == highlighted ? "highlighted" : null}>
                        <td :for={cell : row.cells}>{cell}</td></tr></tbody></table>
                        """,
                        Cells.class);

        private final int rows;

        Grid(int rows) {
            this.rows = rows;
        }

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            return new State(IntStream.rangeClosed(1, rows).mapToObj(Grid::row).toList(), 1);
        }

        static Cells row(int id) {
            return new Cells(
                    id,
                    IntStream.range(0, 6)
                            .mapToObj(c -> "c%03d".formatted((id * 7 + c) % 1_000))
                            .toList());
        }

        @OnMessage
        State change(State state, Change<State> change) {
            return change.change().apply(state);
        }
    }

    private static <S> int down(LivePage<S> page, UnaryOperator<S> change) {
        page.send(new Change<>(change));
        return page.lastStep().downBytes();
    }

    private static Grid.State rows(Grid.State state, Function<List<Cells>, List<Cells>> change) {
        return new Grid.State(change.apply(state.rows()), state.highlighted());
    }

    private static <T> List<T> edited(List<T> list, java.util.function.Consumer<List<T>> edit) {
        List<T> copy = new ArrayList<>(list);
        edit.accept(copy);
        return List.copyOf(copy);
    }

    @Test
    void tableOf100Rows() {
        var page = LiveTest.mount(new Grid(100));
        within(40, page.lastStep().downBytes(), "join of an unchanged 100 x 6 table, down");
        within(
                32,
                down(
                        page,
                        state ->
                                rows(
                                        state,
                                        rows ->
                                                edited(
                                                        rows,
                                                        r ->
                                                                r.set(
                                                                        56,
                                                                        new Cells(
                                                                                57,
                                                                                edited(
                                                                                        r.get(56)
                                                                                                .cells(),
                                                                                        c ->
                                                                                                c
                                                                                                        .set(
                                                                                                                3,
                                                                                                                "new!"))))))),
                "one cell of a keyed 100-row table");
        within(
                48,
                down(page, state -> new Grid.State(state.rows(), 93)),
                "highlight another one of 100 rows");
    }

    @Test
    void tableOf1000Rows() {
        var page = LiveTest.mount(new Grid(1_000));
        within(40, page.lastStep().downBytes(), "join of an unchanged 1000 x 6 table, down");
        within(
                32,
                down(
                        page,
                        state ->
                                rows(
                                        state,
                                        rows -> edited(rows, r -> Collections.swap(r, 1, 998)))),
                "swap two rows of 1000");
        within(
                120,
                down(
                        page,
                        state -> rows(state, rows -> edited(rows, r -> r.add(0, Grid.row(1_001))))),
                "prepend a row of 6 cells to 1000");
        within(
                20,
                down(page, state -> rows(state, rows -> rows.subList(1, rows.size()))),
                "remove the first of 1000 rows");
        within(4_000, down(page, state -> rows(state, List::reversed)), "reverse 1000 rows");
    }

    // ---- the benchmark's table of labels

    static final class Labels implements LiveView<Labels.State> {
        record State(List<BenchmarkRow> rows) {}

        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <table><tbody><tr :for={row : rows} :key={row.id}><td>{row.id}</td><td><a on:click={pick(row.id)}>{row.label}</a></td></tr></tbody></table>
                        """,
                        BenchmarkRow.class);

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            return new State(List.of());
        }

        static State everyTenth(State state) {
            return new State(BenchmarkRow.everyTenthExcited(state.rows()));
        }

        @On
        State pick(State state, int id) {
            return state;
        }

        @OnMessage
        State change(State state, Change<State> change) {
            return change.change().apply(state);
        }
    }

    @Test
    void tableOfLabels() {
        var page = LiveTest.mount(new Labels());
        within(
                32_000,
                down(page, state -> new Labels.State(BenchmarkRow.rows(1_000))),
                "create 1000 rows of id and three-word label");
        within(
                2_000,
                down(page, Labels::everyTenth),
                "\" !!!\" on every 10th of 1000 labels, first time");
        within(
                2_000,
                down(page, Labels::everyTenth),
                "\" !!!\" on every 10th of 1000 labels, second time");
    }

    // ---- form

    static final class Profile implements LiveView<Profile.State> {
        record Fields(String name, String email, int age, String bio)
                implements dev.livelet.Validated {
            @Override
            public void validate(dev.livelet.Errors errors) {
                errors.minLength("name", name, 3);
            }
        }

        record State(Form<Fields> form) {}

        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <form id="form" on:input={check} on:submit={check}>
                          <p><input name="name" value={form.text("name")} aria-invalid={form.wrong("name")}><span>{form.error("name")}</span></p>
                          <p><input name="email" value={form.text("email")} aria-invalid={form.wrong("email")}><span>{form.error("email")}</span></p>
                          <p><input name="age" value={form.text("age")} aria-invalid={form.wrong("age")}><span>{form.error("age")}</span></p>
                          <p><textarea name="bio">{form.text("bio")}</textarea><span>{form.error("bio")}</span></p>
                        </form>
                        """);

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            return new State(Form.empty(Fields.class));
        }

        @On
        State check(State state, Form<Fields> form) {
            return new State(form);
        }
    }

    @Test
    void formOfFourInputs() {
        var page = LiveTest.mount(new Profile());
        page.input("[name=email]", "ann@example.com").input("[name=age]", "41");
        page.type("[name=name]", "A");
        within(48, page.lastStep().upBytes(), "keystroke in a short field, up");
        within(
                56,
                page.lastStep().downBytes(),
                "keystroke in a short field, an error appears, down");
        page.input("[name=bio]", "x".repeat(40) + " " + "y".repeat(59));
        page.type("[name=bio]", "z");
        within(48, page.lastStep().upBytes(), "keystroke at the end of 100 characters, up");
        within(56, page.lastStep().downBytes(), "keystroke at the end of 100 characters, down");
        page.input("[name=bio]", "x".repeat(40) + " typed in the middle " + "y".repeat(39))
                .input("[name=bio]", "x".repeat(40) + " typed in the !middle " + "y".repeat(39));
        within(48, page.lastStep().upBytes(), "keystroke in the middle of 100 characters, up");
        within(56, page.lastStep().downBytes(), "keystroke in the middle of 100 characters, down");
    }
}
