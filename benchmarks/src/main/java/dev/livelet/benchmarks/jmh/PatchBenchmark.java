package dev.livelet.benchmarks.jmh;

import dev.livelet.RenderContext;
import dev.livelet.Template;
import dev.livelet.diff.Differ;
import dev.livelet.diff.HtmlWriter;
import dev.livelet.diff.PatchWriter;
import dev.livelet.template.CompiledTemplate;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/**
 * Diff and encode of one turn, and the first render, in microseconds. The lists are made anew, so
 * that no memo helps.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PatchBenchmark {
    record Count(int count) {
        static final Template<Count> TEMPLATE =
                Template.of(
                        Count.class, "<h1>Clicked {count} times</h1><b :if={count > 9}>many</b>");
    }

    private static final TablePage THOUSAND = TablePage.of(1000);

    private final TablePage cell =
            THOUSAND.with(500, new TablePage.Row(501, "a501", "changed", "c501", "d501", "e501"));
    private final TablePage reversed = THOUSAND.reversed();
    private int count;

    @Benchmark
    public byte[] counter() {
        count = (count + 1) % 1000;
        return patch(Count.TEMPLATE, new Count(count), new Count(count + 1));
    }

    @Benchmark
    public byte[] oneCellOf1000Rows() {
        return patch(TablePage.TEMPLATE, THOUSAND.copy(), cell.copy());
    }

    @Benchmark
    public byte[] reverseOf1000Rows() {
        return patch(TablePage.TEMPLATE, THOUSAND.copy(), reversed.copy());
    }

    @Benchmark
    public byte[] firstRenderOf1000Rows() {
        HtmlWriter html = new HtmlWriter();
        CompiledTemplate<TablePage> template = (CompiledTemplate<TablePage>) TablePage.TEMPLATE;
        html.render(template, template.frame(THOUSAND, RenderContext.DEFAULT));
        return html.toByteArray();
    }

    private static <S> byte[] patch(Template<S> template, S before, S after) {
        CompiledTemplate<S> compiled = (CompiledTemplate<S>) template;
        PatchWriter out = new PatchWriter();
        out.beginArray().number(1);
        Differ.diff(
                compiled,
                compiled.frame(before, RenderContext.DEFAULT),
                compiled.frame(after, RenderContext.DEFAULT),
                out);
        return out.endArray().toByteArray();
    }
}
