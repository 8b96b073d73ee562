package dev.livelet.benchmarks.jmh;

import dev.livelet.benchmarks.operations.ShuffledList;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/** The edit script of a list that is shuffled, by its length: it must not grow with the square. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class ListGrowthBenchmark {
    @Param({"10", "100", "1000", "10000", "100000"})
    private int rows = 10;

    private ShuffledList list = new ShuffledList(10);

    @Setup
    public void fill() {
        list = new ShuffledList(rows);
    }

    @Benchmark
    public byte[] shuffle() {
        return list.frame();
    }
}
