package dev.livelet.benchmarks.jmh;

import dev.livelet.cluster.codec.Carried;
import dev.livelet.cluster.codec.Codecs;
import dev.livelet.cluster.codec.SharedCodec;
import dev.livelet.cluster.codec.StateCodec;
import dev.livelet.cluster.codec.StateParts;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** What a state's copy for another node costs to encode: all of it, and what a turn has changed. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class CopyBenchmark {
    record Order(String customer, int changes, List<Line> lines) {}

    record Line(int number, String article, int amount, double price) {}

    private static final StateCodec CODEC =
            new Codecs(List.of(), id -> null, SharedCodec.BY_VALUE).state(Order.class);

    private final Order before =
            new Order(
                    "Customer",
                    0,
                    IntStream.range(0, 20)
                            .mapToObj(i -> new Line(i, "Article number " + i, i % 7, 9.95 * i))
                            .toList());
    private final Order after = new Order("Customer", 1, before.lines());

    @Benchmark
    public StateParts copyOfAnOrder() {
        return CODEC.encode(before, Carried.NOTHING);
    }

    @Benchmark
    public StateParts changesOfAnOrder() {
        return CODEC.changes(before, after, Carried.NOTHING);
    }
}
