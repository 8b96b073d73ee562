package dev.livelet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

class TableTest {
    private final Table table = new Table();
    private final Table.State thousand = new Table.State(Row.from(1, 1_000), 1_001, 5);

    @Test
    void createReplacesAllRowsByNewOnes() {
        Table.State next = table.run(thousand);
        assertEquals(1_000, next.rows().size());
        assertEquals(1_001, next.rows().getFirst().id());
        assertEquals(0, next.selected());
    }

    @Test
    void appendAndPrependKeepTheOthers() {
        assertEquals(ids(1, 2_000), ids(table.append(thousand)));
        Table.State prepended = table.prepend(thousand);
        assertEquals(1_001, prepended.rows().size());
        assertEquals(1_001, prepended.rows().getFirst().id());
        assertSame(thousand.rows().getFirst(), prepended.rows().get(1));
    }

    @Test
    void updateChangesEveryTenthLabelOnly() {
        List<Row> rows = table.update(thousand).rows();
        for (int i = 0; i < 1_000; i++) {
            Row before = thousand.rows().get(i);
            if (i % 10 == 0) assertEquals(before.label() + " !!!", rows.get(i).label());
            else assertSame(before, rows.get(i));
        }
    }

    @Test
    void swapExchangesTheSecondAndThe999thRow() {
        List<Row> rows = table.swap(thousand).rows();
        assertEquals(List.of(1, 999, 3), rows.subList(0, 3).stream().map(Row::id).toList());
        assertEquals(
                List.of(998, 2, 1_000), rows.subList(997, 1_000).stream().map(Row::id).toList());
        Table.State few = new Table.State(Row.from(1, 10), 11, 0);
        assertSame(few, table.swap(few));
    }

    @Test
    void rowsAreReversedSelectedAndRemoved() {
        assertEquals(1_000, table.reverse(thousand).rows().getFirst().id());
        assertEquals(7, table.select(thousand, 7).selected());
        assertEquals(999, table.remove(thousand, 7).rows().size());
        assertEquals(ids(2, 1_000), ids(table.removeFirst(thousand)));
        assertEquals(List.of(), table.clear(thousand).rows());
        assertEquals(List.of(), table.removeFirst(table.clear(thousand)).rows());
    }

    @Test
    void aRowsLabelFollowsFromItsId() {
        assertEquals(Row.numbered(3), Row.numbered(3));
        assertEquals(3, Row.numbered(123_456).label().split(" ").length);
    }

    private static List<Integer> ids(Table.State state) {
        return state.rows().stream().map(Row::id).toList();
    }

    private static List<Integer> ids(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }
}
