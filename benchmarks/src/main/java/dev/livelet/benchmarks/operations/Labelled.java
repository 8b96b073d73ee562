package dev.livelet.benchmarks.operations;

import dev.livelet.Template;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The table of js-framework-benchmark: an id, a label, a selected row. */
record Labelled(List<Row> rows, int selected) {
    static final Template<Labelled> PAGE =
            Template.of(
                    Labelled.class,
                    """
                    <table><tbody><tr :for={row : rows} :key={row.id} \
                    class={row.id == selected ? "danger" : null}><td>{row.id}</td>\
                    <td><a>{row.label}</a></td><td><a>x</a></td></tr></tbody></table>
                    """);

    record Row(int id, String label) {}

    static Labelled of(int rows) {
        List<String> labels = Labels.some(rows);
        return new Labelled(
                IntStream.range(0, rows).mapToObj(i -> new Row(i + 1, labels.get(i))).toList(), 0);
    }

    Labelled edit(UnaryOperator<List<Row>> edit) {
        return new Labelled(List.copyOf(edit.apply(new ArrayList<>(rows))), selected);
    }

    Labelled select(int id) {
        return new Labelled(rows, id);
    }

    Labelled everyTenthExcited() {
        return edit(
                all -> {
                    for (int i = 0; i < all.size(); i += 10)
                        all.set(i, new Row(all.get(i).id(), all.get(i).label() + " !!!"));
                    return all;
                });
    }

    /** The same rows in a list that no memo knows. */
    Labelled fresh() {
        return new Labelled(List.of(rows.toArray(Row[]::new)), selected);
    }
}
