package dev.livelet.benchmarks;

import dev.livelet.benchmarks.browser.BrowserSuite;
import dev.livelet.benchmarks.jmh.JmhSuite;
import dev.livelet.benchmarks.load.LoadSuite;
import dev.livelet.benchmarks.load.Timing;
import dev.livelet.benchmarks.report.Chart;
import dev.livelet.benchmarks.report.Machine;
import dev.livelet.benchmarks.report.Recorded;
import dev.livelet.benchmarks.report.Report;
import dev.livelet.benchmarks.report.ResultFile;
import dev.livelet.benchmarks.report.TextTable;
import dev.livelet.benchmarks.sessions.SessionSuite;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures, prints the table and writes JSON and charts. {@code mvn -Pbench} runs it; {@code
 * -Dlong} takes more rounds and pages, {@code -Dbench.parts=click,memory} only some parts. A part
 * that cannot be measured is told with its reason, and does not keep others from it.
 */
public final class Bench {
    private interface Part {
        void run() throws Exception;
    }

    /** These have the same servers. */
    private static final Set<String> OVER_SOCKETS =
            Set.of("click", "click-1", "message", "message-15000", "render", "connect");

    private Bench() {}

    /**
     * @param arguments the directory for results
     */
    public static void main(String[] arguments) throws IOException {
        boolean all = Boolean.getBoolean("bench.long");
        List<String> chosen =
                Arrays.stream(System.getProperty("bench.parts", "").split(","))
                        .filter(name -> !name.isEmpty())
                        .toList();
        Report report = new Report();
        LoadSuite load = new LoadSuite(report, all ? Timing.LONG : Timing.QUICK);
        Map<String, Part> parts = new LinkedHashMap<>();
        parts.put("click", () -> load.clicks(true));
        if (chosen.contains("click-1")) parts.put("click-1", () -> load.clicks(false));
        parts.put("message", () -> load.fanOut(1_000));
        if (all || chosen.contains("message-15000"))
            parts.put("message-15000", () -> load.fanOut(15_000));
        parts.put("render", load::firstRender);
        parts.put("connect", load::connects);
        parts.put(
                "memory",
                () -> load.idleMemory(Integer.getInteger("bench.pages", all ? 15_000 : 3_000)));
        parts.put("steps", () -> JmhSuite.run(report, all));
        parts.put("browser", () -> BrowserSuite.run(report, all ? 7 : 3));
        parts.put("sessions", () -> SessionSuite.run(report, all ? 1_000_000 : 100_000));
        for (var part : parts.entrySet()) {
            if (!chosen.isEmpty() && !chosen.contains(part.getKey())) continue;
            System.out.println("measuring: " + part.getKey() + ", at " + LocalTime.now());
            if (!OVER_SOCKETS.contains(part.getKey())) load.close();
            try {
                part.getValue().run();
            } catch (Exception | LinkageError e) {
                e.printStackTrace();
                report.notMeasured(part.getKey(), e.toString());
            }
        }
        load.close();
        Recorded.addTo(report);
        System.out.println();
        System.out.println(Machine.describe());
        System.out.print(TextTable.of(report));
        Path results = Path.of(arguments[0]);
        ResultFile.write(report, results);
        Chart.write(report, results);
    }
}
