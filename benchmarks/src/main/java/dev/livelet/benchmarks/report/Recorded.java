package dev.livelet.benchmarks.report;

import java.util.Map;

/**
 * Phoenix LiveView 1.2.10 (OTP 29.1, Elixir 1.20, a release) on the same pages, measured once on a
 * machine with as many processors: to stand beside, not to be compared to the percent.
 */
public final class Recorded {
    private static final Map<String, Double> LIVEVIEW =
            Map.ofEntries(
                    Map.entry("click / 64 connections, server CPU", 76.0),
                    Map.entry("click / 64 connections, one after the other", 18_400.0),
                    Map.entry("one message to 1000 pages / a shared value, server CPU", 50.0),
                    Map.entry(
                            "one message to 1000 pages / a shared value, the last page has it",
                            30.0),
                    Map.entry("first render / HTTP, 64 connections, server CPU", 248.0),
                    Map.entry("first render / HTTP, 64 connections", 7_000.0),
                    Map.entry(
                            "connect / page and join (bare: the socket alone), server CPU",
                            1_230.0),
                    Map.entry("idle pages / counter, resident", 60.5),
                    Map.entry("step (JMH) / click", 5.3),
                    Map.entry("step (JMH) / cell-of-100", 138.0),
                    Map.entry("step (JMH) / cell-of-1000", 1_297.0),
                    Map.entry("step (JMH) / reverse-1000", 2_133.0),
                    Map.entry("browser, 1000 rows / cell, script", 137.0),
                    Map.entry("browser, 1000 rows / prepend, script", 192.0),
                    Map.entry("browser, 1000 rows / remove-first, script", 133.0),
                    Map.entry("browser, 1000 rows / swap, script", 142.0),
                    Map.entry("browser, 1000 rows / tenth, script", 141.0),
                    Map.entry("browser, 1000 rows / reverse, script", 172.0),
                    Map.entry("browser, 1000 rows / cell, whole task", 161.0),
                    Map.entry("browser, 1000 rows / prepend, whole task", 230.0),
                    Map.entry("browser, 1000 rows / remove-first, whole task", 179.0),
                    Map.entry("browser, 1000 rows / swap, whole task", 170.0),
                    Map.entry("browser, 1000 rows / tenth, whole task", 217.0),
                    Map.entry("browser, 1000 rows / reverse, whole task", 363.0));

    private Recorded() {}

    /** Puts the recorded figure into each row that has one. */
    public static void addTo(Report report) {
        for (Row row : report.rows()) {
            String section = row.section().replaceAll("^[0-9]+ (?=idle)", "");
            Double value = LIVEVIEW.get(section + " / " + row.name());
            if (value != null) row.add(Side.LIVEVIEW, value);
        }
    }
}
