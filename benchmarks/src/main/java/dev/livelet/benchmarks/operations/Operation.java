package dev.livelet.benchmarks.operations;

import dev.livelet.RenderContext;
import dev.livelet.Template;
import dev.livelet.diff.Differ;
import dev.livelet.diff.HtmlWriter;
import dev.livelet.diff.PatchWriter;
import dev.livelet.template.CompiledTemplate;

import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Something that happens to a page. {@link #frame} diffs and encodes it, as a turn does; lists are
 * made anew each time, so that no memo helps.
 */
public enum Operation {
    CLICK("click", () -> patch(Count.PAGE, new Count(998), new Count(999))),
    NO_EFFECT("no-effect", () -> patch(Count.PAGE, new Count(7), new Count(7))),
    ONE_OF_200_TEXTS(
            "one-of-200-texts",
            () -> patch(Dashboard.PAGE, new Dashboard(1, "title"), new Dashboard(2, "title"))),
    CELL_OF_100("cell-of-100", cells(Cells.of(100), page -> page.changed(57))),
    CELL_OF_1000("cell-of-1000", cells(Cells.of(1_000), page -> page.changed(500))),
    HIGHLIGHT_OF_100(
            "highlight-of-100", labelled(Labelled.of(100).select(40), page -> page.select(77))),
    SWAP_OF_1000(
            "swap-of-1000",
            labelled(
                    Labelled.of(1_000),
                    page ->
                            page.edit(
                                    rows -> {
                                        Collections.swap(rows, 1, 998);
                                        return rows;
                                    }))),
    PREPEND_TO_1000("prepend-to-1000", cells(Cells.of(1_000), Cells::prepended)),
    REMOVE_FIRST_OF_1000(
            "remove-first-of-1000",
            labelled(Labelled.of(1_000), page -> page.edit(rows -> rows.subList(1, 1_000)))),
    EVERY_10TH_OF_1000(
            "every-10th-of-1000", labelled(Labelled.of(1_000), Labelled::everyTenthExcited)),
    REVERSE_1000("reverse-1000", labelled(Labelled.of(1_000), page -> page.edit(List::reversed))),
    CREATE_1000("create-1000", labelled(new Labelled(List.of(), 0), empty -> Labelled.of(1_000))),
    KEYSTROKE("keystroke", () -> patch(Sheet.PAGE, Sheet.BEFORE, Sheet.AFTER)),
    FIRST_RENDER_COUNTER("first-render-counter", () -> html(Count.PAGE, new Count(0))),
    FIRST_RENDER_1000("first-render-1000", rendered(Cells.of(1_000)));

    private final String id;
    private final Supplier<byte[]> frame;

    Operation(String id, Supplier<byte[]> frame) {
        this.id = id;
        this.frame = frame;
    }

    /** As the budget file names it. */
    public String id() {
        return id;
    }

    /** What the browser gets. */
    public byte[] frame() {
        return frame.get();
    }

    private static Supplier<byte[]> cells(Cells before, UnaryOperator<Cells> change) {
        Cells after = change.apply(before);
        return () -> patch(Cells.PAGE, before.fresh(), after.fresh());
    }

    private static Supplier<byte[]> labelled(Labelled before, UnaryOperator<Labelled> change) {
        Labelled after = change.apply(before);
        return () -> patch(Labelled.PAGE, before.fresh(), after.fresh());
    }

    private static Supplier<byte[]> rendered(Cells page) {
        return () -> html(Cells.PAGE, page);
    }

    static <S> byte[] patch(Template<S> template, S before, S after) {
        CompiledTemplate<S> compiled = (CompiledTemplate<S>) template;
        PatchWriter out = new PatchWriter().beginArray().number(1);
        Differ.diff(
                compiled,
                compiled.frame(before, RenderContext.DEFAULT),
                compiled.frame(after, RenderContext.DEFAULT),
                out);
        return out.endArray().toByteArray();
    }

    private static <S> byte[] html(Template<S> template, S state) {
        CompiledTemplate<S> compiled = (CompiledTemplate<S>) template;
        HtmlWriter out = new HtmlWriter();
        out.render(compiled, compiled.frame(state, RenderContext.DEFAULT));
        return out.toByteArray();
    }
}
