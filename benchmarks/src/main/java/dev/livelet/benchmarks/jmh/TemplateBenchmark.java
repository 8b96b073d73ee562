package dev.livelet.benchmarks.jmh;

import dev.livelet.Template;

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

/** What a template costs when its view is loaded. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class TemplateBenchmark {
    record State(int count, String name) {
        boolean many() {
            return count > 9;
        }
    }

    @Benchmark
    public Template<State> compile() {
        return Template.of(
                State.class,
                """
                <h1 class={many ? "many" : null}>{name} clicked {count} times</h1>
                <ul><li :if={many}>many</li><li :else>{count} of {name}</li></ul>
                """);
    }
}
