package dev.livelet.benchmarks.operations;

import dev.livelet.Template;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A keyed table of six cells a row. */
record Cells(List<Row> rows) {
    static final Template<Cells> PAGE =
            Template.of(
                    Cells.class,
                    """
                    <table><tbody><tr :for={row : rows} :key={row.id}><td>{row.id}</td><td>{row.a}</td>\
                    <td>{row.b}</td><td>{row.c}</td><td>{row.d}</td><td>{row.e}</td></tr></tbody></table>
                    """);

    record Row(int id, String a, String b, String c, String d, String e) {}

    static Cells of(int rows) {
        return new Cells(
                IntStream.rangeClosed(1, rows)
                        .mapToObj(i -> new Row(i, "a" + i, "b" + i, "c" + i, "d" + i, "e" + i))
                        .toList());
    }

    Cells edit(UnaryOperator<List<Row>> edit) {
        return new Cells(List.copyOf(edit.apply(new ArrayList<>(rows))));
    }

    /** Another cell of one row. */
    Cells changed(int index) {
        return edit(
                all -> {
                    Row row = all.get(index);
                    all.set(index, new Row(row.id(), row.a(), row.b(), row.c(), "wxyz", row.e()));
                    return all;
                });
    }

    /** A row more, in front. */
    Cells prepended() {
        return edit(
                all -> {
                    all.addFirst(
                            new Row(
                                    rows.size() + 1,
                                    "one cell",
                                    "another",
                                    "a third one",
                                    "the fourth",
                                    "five"));
                    return all;
                });
    }

    /** The same rows in a list that no memo knows. */
    Cells fresh() {
        return new Cells(List.of(rows.toArray(Row[]::new)));
    }
}
