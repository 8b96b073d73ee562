package dev.livelet.benchmarks.jmh;

import dev.livelet.benchmarks.pages.Counter;
import dev.livelet.benchmarks.pages.Table;
import dev.livelet.benchmarks.sessions.SinglePage;
import dev.livelet.session.ClientFrame;
import dev.livelet.session.FrameReader;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** An event: decoded; and its whole way through a session, from bytes to bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class EventBenchmark {
    private static final byte[] CLICK = "[1,1,[0]]".getBytes(StandardCharsets.US_ASCII);

    private final SinglePage counter = new SinglePage(new Counter());
    private final SinglePage table = new SinglePage(new Table());

    @Benchmark
    public ClientFrame decode() {
        return FrameReader.read(CLICK);
    }

    @Benchmark
    public long clickOnACounter() {
        return counter.receive(CLICK);
    }

    @Benchmark
    public long oneCellOf100Rows() {
        return table.receive(CLICK);
    }
}
