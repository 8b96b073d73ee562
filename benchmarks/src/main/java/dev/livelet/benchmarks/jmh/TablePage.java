package dev.livelet.benchmarks.jmh;

import dev.livelet.Template;

import java.util.List;
import java.util.stream.IntStream;

/** A table of six columns, as in the budgets of the design. */
record TablePage(List<Row> rows) {
    static final Template<TablePage> TEMPLATE =
            Template.of(
                    TablePage.class,
                    """
                    <table><tbody><tr :for={row : rows} :key={row.id}><td>{row.id}</td><td>{row.a}</td>\
                    <td>{row.b}</td><td>{row.c}</td><td>{row.d}</td><td>{row.e}</td></tr></tbody></table>
                    """);

    record Row(int id, String a, String b, String c, String d, String e) {}

    static TablePage of(int rows) {
        return new TablePage(
                IntStream.rangeClosed(1, rows)
                        .mapToObj(i -> new Row(i, "a" + i, "b" + i, "c" + i, "d" + i, "e" + i))
                        .toList());
    }

    /** The same rows in a new list, which no memo knows. */
    TablePage copy() {
        return new TablePage(List.of(rows.toArray(Row[]::new)));
    }

    TablePage with(int index, Row row) {
        return new TablePage(
                IntStream.range(0, rows.size())
                        .mapToObj(i -> i == index ? row : rows.get(i))
                        .toList());
    }

    TablePage reversed() {
        return new TablePage(List.copyOf(rows.reversed()));
    }
}
