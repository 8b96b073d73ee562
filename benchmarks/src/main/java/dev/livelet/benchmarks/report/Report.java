package dev.livelet.benchmarks.report;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All rows of a run, in the order of their sections, and what could not be measured. */
public final class Report {
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Map<String, String> missing = new LinkedHashMap<>();

    public Row row(String section, String name, String unit) {
        return row(section, name, unit, null);
    }

    /** The row with this name, made when first asked for. */
    public Row row(String section, String name, String unit, @Nullable Budget budget) {
        return rows.computeIfAbsent(
                section + " / " + name, key -> new Row(section, name, unit, budget));
    }

    public void notMeasured(String section, String why) {
        missing.put(section, why);
    }

    public Iterable<Row> rows() {
        return rows.values();
    }

    /** In the order of their rows. */
    List<String> sections() {
        return rows.values().stream().map(Row::section).distinct().toList();
    }

    /** A section's name as that of a file. */
    static String fileName(String section) {
        return section.replaceAll("[^A-Za-z0-9]+", "-");
    }

    public Map<String, String> missing() {
        return missing;
    }
}
