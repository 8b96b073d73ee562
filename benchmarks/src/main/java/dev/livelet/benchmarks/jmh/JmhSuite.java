package dev.livelet.benchmarks.jmh;

import dev.livelet.benchmarks.operations.Operation;
import dev.livelet.benchmarks.report.Budget;
import dev.livelet.benchmarks.report.Report;
import dev.livelet.benchmarks.report.Side;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.util.Map;
import java.util.Objects;

/** Runs the JMH benchmarks of this package, and puts time and allocation into the report. */
public final class JmhSuite {
    /** Microseconds. */
    private static final Map<String, Integer> BUDGETS =
            Map.of(
                    "click", 2,
                    "cell-of-1000", 20,
                    "reverse-1000", 400);

    private JmhSuite() {}

    /**
     * @param all with as many iterations as a figure to be quoted needs
     */
    public static void run(Report report, boolean all) throws RunnerException {
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include(JmhSuite.class.getPackageName() + "\\..*")
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .jvmArgsAppend("-XX:+UseSerialGC", "-Xmx1g");
        if (all)
            options.forks(2).warmupTime(TimeValue.seconds(1)).measurementTime(TimeValue.seconds(1));
        for (RunResult result : new Runner(options.build()).run()) add(report, result);
    }

    private static void add(Report report, RunResult result) {
        String name = name(result);
        Integer limit = BUDGETS.get(name);
        @Nullable Budget budget = limit == null ? null : Budget.atMost(limit, "µs");
        report.row("step (JMH)", name, "µs", budget)
                .add(Side.LIVELET, result.getPrimaryResult().getScore());
        var allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
        if (allocated != null)
            report.row("step (JMH)", name + ", allocated", "bytes")
                    .add(Side.LIVELET, allocated.getScore());
    }

    private static String name(RunResult result) {
        var params = result.getParams();
        String operation = params.getParam("operation");
        if (operation != null) return Operation.valueOf(operation).id();
        String benchmark = params.getBenchmark();
        String method = benchmark.substring(benchmark.lastIndexOf('.') + 1);
        String rows = params.getParam("rows");
        return rows == null ? Objects.requireNonNull(method) : method + " of " + rows + " rows";
    }
}
