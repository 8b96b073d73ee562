package dev.livelet.diff;

import static dev.livelet.diff.HandMade.NUMBER;
import static dev.livelet.diff.HandMade.ROW;
import static dev.livelet.diff.HandMade.attribute;
import static dev.livelet.diff.HandMade.component;
import static dev.livelet.diff.HandMade.fragment;
import static dev.livelet.diff.HandMade.full;
import static dev.livelet.diff.HandMade.heal;
import static dev.livelet.diff.HandMade.html;
import static dev.livelet.diff.HandMade.list;
import static dev.livelet.diff.HandMade.patch;
import static dev.livelet.diff.HandMade.text;
import static dev.livelet.diff.HandMade.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livelet.LiveletException;
import dev.livelet.expression.Reads;
import dev.livelet.template.Fragment;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Lists: exact bytes of every command. */
class ListsTest {
    record Item(int id, @Nullable String label) {}

    record Page(List<Item> items, @Nullable Object other) {}

    private static final long READS_ROW = Reads.variable(ROW);
    private static final Fragment ROWS =
            fragment(
                    "<ul>",
                    list(
                            0,
                            component(ROW, 0),
                            fragment(
                                    "<li>",
                                    text(READS_ROW, component(ROW, 0)),
                                    "<b>",
                                    text(READS_ROW, component(ROW, 1)),
                                    "</b></li>")),
                    "</ul>");

    private static Page page(int... ids) {
        return new Page(
                IntStream.of(ids).mapToObj(id -> new Item(id, "label" + id)).toList(), null);
    }

    private static String rows(Page before, Page after) {
        return patch(ROWS, before, after);
    }

    @Test
    void aListIsRenderedWithItsNumberOfRows() {
        assertEquals("<ul><!--0--></ul>", html(ROWS, page()));
        assertEquals(
                "<ul><!--2--><li>1<b>label1</b></li><li>2<b>label2</b></li></ul>",
                html(ROWS, page(1, 2)));
    }

    @Test
    void newRowsTravelByColumns() {
        assertEquals("[[0]]", full(ROWS, page()));
        assertEquals("[[1,1,\"label1\"]]", full(ROWS, page(1)));
        assertEquals("[[2,[1,2],[\"label1\",\"label2\"]]]", full(ROWS, page(1, 2)));
        assertEquals(
                "[[2,[1,2],\"same\"]]",
                full(ROWS, new Page(List.of(new Item(1, "same"), new Item(2, "same")), null)));
    }

    @Test
    void rowsComeAndGo() {
        assertEquals(
                "[0,[1,1,2,[2,3],[\"label2\",\"label3\"]]]", rows(page(1, 4), page(1, 2, 3, 4)));
        assertEquals("[0,[1,2,1,3,\"label3\"]]", rows(page(1, 2), page(1, 2, 3)));
        assertEquals("[0,[0,1,2]]", rows(page(1, 2, 3, 4), page(1, 4)));
        assertEquals("[0,[0,0,1,0,1,1]]", rows(page(1, 2, 3, 4), page(2, 4)));
        assertEquals("[0,[0,1,1,1,0,1,9,\"label9\"]]", rows(page(1, 2, 3), page(9, 1, 3)));
        assertEquals("[0,[0,0,2]]", rows(page(1, 2), page()));
        assertEquals("[0,[6,2,[1,2],[\"label1\",\"label2\"]]]", rows(page(), page(1, 2)));
        assertEquals("[0,[6,1,3,\"label3\"]]", rows(page(1, 2), page(3)));
        assertEquals("[]", rows(page(1, 2), page(1, 2)));
    }

    @Test
    void rowsMoveWithTheFewestMoves() {
        assertEquals("[0,[2,4,0]]", rows(page(1, 2, 3, 4, 5), page(5, 1, 2, 3, 4)));
        assertEquals("[0,[2,0,4]]", rows(page(1, 2, 3, 4, 5), page(2, 3, 4, 5, 1)));
        assertEquals(
                "[0,[2,8,1,2,2,8]]",
                rows(page(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), page(0, 8, 2, 3, 4, 5, 6, 7, 1, 9)));
    }

    @Test
    void aPermutationIsSentWhenManyRowsMove() {
        int[] ids = IntStream.range(0, 8).toArray();
        int[] reversed = IntStream.range(0, 8).map(i -> 7 - i).toArray();
        assertEquals("[0,[5,[7,6,5,4,3,2,1,0]]]", rows(page(ids), page(reversed)));
    }

    @Test
    void oneRowThatChangesIsNamed() {
        Page before = page(1, 2, 3);
        List<Item> items = new ArrayList<>(before.items());
        items.set(1, new Item(2, "another label"));
        assertEquals("[0,[3,1,1,\"another label\"]]", rows(before, new Page(items, null)));
    }

    @Test
    void manyRowsThatChangeInOneSlotAreAColumn() {
        Page before = page(1, 2, 3, 4, 5, 6, 7, 8);
        List<Item> items = new ArrayList<>(before.items());
        for (int i : List.of(1, 3, 7))
            items.set(i, new Item(items.get(i).id(), items.get(i).label() + "!"));
        assertEquals(
                "[0,[4,1,[1,2,4],[[\"!\"],[\"!\"],[\"!\"]]]]", rows(before, new Page(items, null)));
        items.replaceAll(item -> new Item(item.id(), "all"));
        assertEquals("[0,[4,1,[0,1,1,1,1,1,1,1],\"all\"]]", rows(before, new Page(items, null)));
    }

    @Test
    void commandsWorkOnTheListAsTheOnesBeforeLeftIt() {
        Page before = page(1, 2, 3, 4, 5, 6, 7, 8, 9);
        List<Item> items = new ArrayList<>(page(1, 20, 9, 3, 4, 5, 7, 8).items());
        items.set(4, new Item(4, "x"));
        assertEquals(
                "[0,[0,1,1,0,4,1,2,6,1,1,1,1,20,\"label20\",3,4,1,\"x\"]]",
                rows(before, new Page(items, null)));
    }

    @Test
    void equalKeysAreToldApartByTheirOrdinal() {
        Page before =
                new Page(
                        List.of(
                                new Item(1, "a"),
                                new Item(2, "b"),
                                new Item(1, "c"),
                                new Item(3, "d")),
                        null);
        Page after =
                new Page(
                        List.of(
                                new Item(3, "d"),
                                new Item(1, "A"),
                                new Item(1, "c"),
                                new Item(2, "b")),
                        null);
        assertEquals("[0,[2,3,0,2,3,2,3,1,1,\"A\"]]", rows(before, after));
    }

    @Test
    void duplicateKeysAreAnErrorWhereThePolicySaysSo() {
        PatchWriter out = new PatchWriter(DuplicateKeys.REFUSED).beginArray();
        String message =
                assertThrows(
                                LiveletException.class,
                                () ->
                                        Differ.diff(
                                                ROWS,
                                                HandMade.frame(page(1)),
                                                HandMade.frame(page(7, 1, 7)),
                                                out))
                        .getMessage();
        assertEquals(
                "HandMade:1:1 {}: two rows have the key '7', so an update of one could land on the"
                        + " other. Give each row a key of its own, for instance its id",
                message);
        HtmlWriter html = new HtmlWriter(DuplicateKeys.REFUSED);
        assertThrows(
                LiveletException.class, () -> html.fragment(ROWS, HandMade.frame(page(7, 1, 7))));
    }

    @Test
    void withoutKeysTheRowsNumberIsItsKey() {
        Fragment rows = fragment(list(0, null, fragment(text(READS_ROW, component(ROW, 1)))));
        assertEquals("[0,[0,1,1,3,0,0,\"label2\"]]", patch(rows, page(1, 2), page(2)));
        assertEquals("[0,[1,2,1,\"label3\"]]", patch(rows, page(1, 2), page(1, 2, 3)));
    }

    @Test
    void aRowThatReadsItsNumberIsVisitedWhenItMoves() {
        Fragment rows =
                fragment(
                        list(
                                0,
                                component(ROW, 0),
                                fragment(
                                        text(Reads.variable(NUMBER), variable(NUMBER)),
                                        text(READS_ROW, component(ROW, 0)))));
        assertEquals("<!--2-->0112".replace("0112", "0" + "1" + "1" + "2"), html(rows, page(1, 2)));
        assertEquals("[0,[0,0,1,4,0,[0,1],[0,1]]]", patch(rows, page(1, 2, 3), page(2, 3)));
    }

    @Test
    void aRowThatReadsTheOutsideIsVisitedWhenThatChanged() {
        Fragment rows =
                fragment(
                        list(
                                0,
                                component(ROW, 0),
                                fragment(
                                        "<i",
                                        attribute(
                                                "class",
                                                READS_ROW | Reads.component(1),
                                                frame ->
                                                        Objects.equals(
                                                                        component(1).eval(frame),
                                                                        component(ROW, 0)
                                                                                .eval(frame))
                                                                ? "danger"
                                                                : null),
                                        ">")));
        List<Item> items = page(0, 1, 2, 3, 4, 5).items();
        assertEquals(
                "[0,[4,0,[1,3],[null,\"danger\"]]]",
                patch(rows, new Page(items, 1), new Page(items, 4)));
        assertEquals("[0,[3,4,0,\"danger\"]]", patch(rows, new Page(items, 9), new Page(items, 4)));
    }

    @Test
    void rowsThatAreTheSameObjectAreNotEvaluated() {
        List<Object> evaluated = new ArrayList<>();
        Fragment rows =
                fragment(
                        list(
                                0,
                                component(ROW, 0),
                                fragment(
                                        text(
                                                READS_ROW,
                                                frame -> {
                                                    evaluated.add(
                                                            String.valueOf(
                                                                    component(ROW, 0).eval(frame)));
                                                    return component(ROW, 1).eval(frame);
                                                }))));
        Page before = page(1, 2, 3, 4);
        List<Item> items = new ArrayList<>(before.items());
        Collections.reverse(items);
        items.set(2, new Item(2, "x"));
        patch(rows, before, new Page(items, null));
        assertEquals(List.of("2", "2"), evaluated);
    }

    @Test
    void listsAreNested() {
        record Group(String name, List<Item> items) {}
        record Groups(List<Group> groups) {}
        Fragment inner = fragment("<i>", text(Reads.variable(3), component(3, 1)), "</i>");
        Fragment outer =
                fragment(
                        text(READS_ROW, component(ROW, 0)),
                        list(READS_ROW, component(ROW, 1), 3, 4, component(3, 0), inner));
        Fragment page = fragment(list(0, component(ROW, 0), outer));
        Group a = new Group("a", page(1, 2).items());
        Group b = new Group("b", page().items());
        Group b2 = new Group("b", page(3).items());
        Group a2 = new Group("a", List.of(new Item(1, "label1"), new Item(2, "!")));
        assertEquals(
                "<!--2-->a<!--2--><i>label1</i><i>label2</i>b<!--0-->",
                html(page, new Groups(List.of(a, b))));
        assertEquals(
                "[[2,[\"a\",\"b\"],[[2,[\"label1\",\"label2\"]],[0]]]]",
                full(page, new Groups(List.of(a, b))));
        assertEquals(
                "[0,[4,1,[0,1],[[3,1,0,\"!\"],[6,1,\"label3\"]]]]",
                patch(page, new Groups(List.of(a, b)), new Groups(List.of(a2, b2))));
        assertEquals(
                "[0,[3,1,1,[6,1,\"label3\"]]]",
                patch(page, new Groups(List.of(a, b)), new Groups(List.of(a, b2))));
    }

    @Test
    void aRowIsHealed() {
        Page before = page(1, 2, 3);
        assertEquals(
                "[0,[6,3,[1,2,3],[\"label1\",\"label2\",\"label3\"]]]",
                heal(ROWS, before, before, 0));
        assertEquals(
                "[0,[6,3,[1,2,3],[\"label1\",\"label2\",\"label3\"]]]",
                heal(ROWS, before, before, 0, 1));
        assertEquals("[0,[3,1,1,\"label2\"]]", heal(ROWS, before, before, 0, 1, 1));
        assertEquals("[0,[2,1,0,3,0,1,\"label2\"]]", heal(ROWS, before, page(2, 1, 3), 0, 1, 1));
        assertEquals("[0,[6,0]]", heal(ROWS, before, page(), 0));
    }

    @Test
    void arraysAndOtherOrdersAreLists() {
        record Numbers(Object numbers) {}
        Fragment rows = fragment(list(0, variable(ROW), fragment(text(READS_ROW, variable(ROW)))));
        assertEquals("<!--3-->123", html(rows, new Numbers(new int[] {1, 2, 3})));
        assertEquals(
                "<!--2-->ab",
                html(rows, new Numbers(new java.util.TreeSet<>(Arrays.asList("b", "a")))));
        assertEquals(
                "<!--0-->", html(fragment(list(0, null, fragment())), new Page(List.of(), null)));
        assertEquals(
                "[0,[0,1,1]]",
                patch(rows, new Numbers(new int[] {1, 2, 3}), new Numbers(new int[] {1, 3})));
    }
}
