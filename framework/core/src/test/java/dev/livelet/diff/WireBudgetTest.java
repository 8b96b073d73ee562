package dev.livelet.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.RenderContext;
import dev.livelet.Template;
import dev.livelet.template.CompiledTemplate;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Whole frames of the operations that have a budget, through the real template compiler. */
class WireBudgetTest {
    record Counter(int count) {}

    record Table(List<BenchmarkRow> rows, int selected) {}

    record Cells(List<Line> lines) {}

    record Line(int id, String a, String b, String c, String d, String e) {}

    record Field(String name, String value, @Nullable String error) {}

    record Sheet(Field name, Field email, Field age, Field bio) {}

    private static final CompiledTemplate<Counter> COUNTER =
            template(Counter.class, "<h1>Clicked {count} times</h1>");

    private static final CompiledTemplate<Table> TABLE =
            template(
                    Table.class,
                    """
                    <table><tbody>
                      <tr :for={row : rows} :key={row.id} class={row.id == selected ? "danger" : null}>
                        <td>{row.id}</td><td><a>{row.label}</a></td><td><a>x</a></td>
                      </tr>
                    </tbody></table>
                    """);

    private static final CompiledTemplate<Cells> CELLS =
            template(
                    Cells.class,
                    """
                    <table><tbody>
                      <tr :for={line : lines} :key={line.id}>
                        <td>{line.id}</td><td>{line.a}</td><td>{line.b}</td><td>{line.c}</td><td>{line.d}</td><td>{line.e}</td>
                      </tr>
                    </tbody></table>
                    """);

    private static final CompiledTemplate<Sheet> FORM =
            template(
                    Sheet.class,
                    """
                    <form>
                      <input name="name" value={name.value}><p :if={name.error != null}>{name.error}</p>
                      <input name="email" value={email.value}><p :if={email.error != null}>{email.error}</p>
                      <input name="age" value={age.value}><p :if={age.error != null}>{age.error}</p>
                      <textarea name="bio">{bio.value}</textarea><p :if={bio.error != null}>{bio.error}</p>
                    </form>
                    """);

    private final Table thousand = table(1000);

    private static <S> CompiledTemplate<S> template(Class<S> state, String source) {
        return (CompiledTemplate<S>) Template.of(state, source);
    }

    private static Table table(int rows) {
        return new Table(BenchmarkRow.rows(rows), 0);
    }

    private static <S> String frame(CompiledTemplate<S> template, S before, S after) {
        PatchWriter out = new PatchWriter().beginArray().number(1);
        Differ.diff(
                template,
                template.frame(before, RenderContext.DEFAULT),
                template.frame(after, RenderContext.DEFAULT),
                out);
        return new String(out.endArray().toByteArray(), StandardCharsets.UTF_8);
    }

    private static Table rows(Table table, UnaryOperator<List<BenchmarkRow>> edit) {
        return new Table(List.copyOf(edit.apply(new ArrayList<>(table.rows()))), table.selected());
    }

    private static Table everyTenthExcited(Table table) {
        return rows(table, BenchmarkRow::everyTenthExcited);
    }

    private static void assertAtMost(int budget, String frame) {
        int bytes = frame.getBytes(StandardCharsets.UTF_8).length;
        assertTrue(
                bytes <= budget,
                () -> bytes + " bytes: " + frame.substring(0, Math.min(200, frame.length())));
    }

    @Test
    void aClickOnACounterTakes20BytesAtMost() {
        assertEquals("[1,0,999]", frame(COUNTER, new Counter(998), new Counter(999)));
    }

    @Test
    void anEventWithoutEffectTakes10() {
        assertEquals("[1]", frame(COUNTER, new Counter(1), new Counter(1)));
    }

    @Test
    void oneCellOfAHundredRowsTakes32() {
        Cells before = cells(100);
        List<Line> lines = new ArrayList<>(before.lines());
        lines.set(57, new Line(58, "a58", "b58", "c58", "wxyz", "e58"));
        String frame = frame(CELLS, before, new Cells(lines));
        assertEquals("[1,0,[3,57,4,\"wxyz\"]]", frame);
        assertAtMost(32, frame);
    }

    @Test
    void anotherHighlightInAHundredRowsTakes48() {
        List<BenchmarkRow> rows = table(100).rows();
        String frame = frame(TABLE, new Table(rows, 40), new Table(rows, 77));
        assertEquals("[1,0,[4,0,[39,37],[null,\"danger\"]]]", frame);
        assertAtMost(48, frame);
        assertEquals(
                "[1,0,[3,76,0,\"danger\"]]", frame(TABLE, new Table(rows, 0), new Table(rows, 77)));
    }

    @Test
    void aSwapOfTwoInAThousandRowsTakes32() {
        String frame =
                frame(
                        TABLE,
                        thousand,
                        rows(
                                thousand,
                                rows -> {
                                    Collections.swap(rows, 1, 998);
                                    return rows;
                                }));
        assertEquals("[1,0,[2,998,1,2,2,998]]", frame);
        assertAtMost(32, frame);
    }

    @Test
    void aRowOfSixCellsInFrontOfAThousandTakes120() {
        Cells before = cells(1000);
        List<Line> lines = new ArrayList<>(before.lines());
        lines.addFirst(new Line(1001, "one cell", "another", "a third one", "the fourth", "five"));
        String frame = frame(CELLS, before, new Cells(lines));
        assertEquals(
                "[1,0,[1,0,1,1001,\"one cell\",\"another\",\"a third one\",\"the"
                        + " fourth\",\"five\"]]",
                frame);
        assertAtMost(120, frame);
    }

    @Test
    void theRemovalOfTheFirstOfAThousandTakes20() {
        String frame = frame(TABLE, thousand, rows(thousand, rows -> rows.subList(1, 1000)));
        assertEquals("[1,0,[0,0,1]]", frame);
        assertAtMost(20, frame);
    }

    @Test
    void theReverseOfAThousandTakes4000() {
        String frame = frame(TABLE, thousand, rows(thousand, List::reversed));
        assertTrue(frame.startsWith("[1,0,[5,[999,998,997,"));
        assertEquals(3901, frame.length());
        assertAtMost(4000, frame);
    }

    @Test
    void aThousandNewRowsTake32000() {
        String frame = frame(TABLE, new Table(List.of(), 0), thousand);
        assertTrue(frame.startsWith("[1,0,[6,1000,null,[1,2,3,"));
        assertAtMost(32_000, frame);
    }

    @Test
    void everyTenthOfAThousandTakes2000TheFirstAndTheSecondTime() {
        Table once = everyTenthExcited(thousand);
        String first = frame(TABLE, thousand, once);
        assertTrue(first.startsWith("[1,0,[4,2,[0,10,10,10,"));
        assertAtMost(2000, first);
        String second = frame(TABLE, once, everyTenthExcited(once));
        assertEquals(first, second);
    }

    @Test
    void aThousandRowsGoIn15() {
        assertEquals("[1,0,[0,0,1000]]", frame(TABLE, thousand, new Table(List.of(), 0)));
    }

    @Test
    void aKeystrokeInAFormTakes56() {
        Field empty = new Field("", "", null);
        Field bio =
                new Field(
                        "bio",
                        "A text about someone, a hundred characters long, so that a splice pays off well here. "
                                .repeat(2),
                        null);
        Sheet before = new Sheet(new Field("name", "A", null), empty, empty, bio);
        Sheet wrong =
                new Sheet(new Field("name", "Ad", "must be at least 3 long"), empty, empty, bio);
        String frame = frame(FORM, before, wrong);
        assertEquals("[1,0,\"Ad\",1,[-1,\"must be at least 3 long\"]]", frame);
        assertAtMost(56, frame);
        Sheet typed =
                new Sheet(before.name(), empty, empty, new Field("bio", bio.value() + "x", null));
        assertEquals("[1,6,[\"x\"]]", frame(FORM, before, typed));
    }

    private static Cells cells(int count) {
        return new Cells(
                IntStream.rangeClosed(1, count)
                        .mapToObj(i -> new Line(i, "a" + i, "b" + i, "c" + i, "d" + i, "e" + i))
                        .toList());
    }
}
