package dev.livelet.benchmarks.report;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A report as JSON, a file for each section: each row with the median, the lowest and the highest
 * of each side. So a run of some parts leaves the results of the others.
 */
public final class ResultFile {
    private ResultFile() {}

    public static void write(Report report, Path directory) throws IOException {
        Files.createDirectories(directory);
        for (String section : report.sections())
            Files.writeString(
                    directory.resolve(Report.fileName(section) + ".json"),
                    json(report, section) + "\n");
    }

    static String json(Report report, String section) {
        JsonMapper mapper = JsonMapper.shared();
        ObjectNode root = mapper.createObjectNode();
        root.put("section", section).put("machine", Machine.describe());
        var rows = root.putArray("rows");
        for (Row row : report.rows()) {
            if (!row.section().equals(section)) continue;
            ObjectNode one = rows.addObject();
            one.put("name", row.name()).put("unit", row.unit());
            for (Side side : Side.values()) add(one, side.name(), row.of(side));
            add(one, "ratioToFloor", row.ratioTo(Side.FLOOR));
            Budget budget = row.budget();
            if (budget != null) one.put("budget", budget.rule());
            Boolean holds = row.holds();
            if (holds != null) one.put("holds", holds);
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private static void add(ObjectNode row, String name, @Nullable Spread spread) {
        if (spread == null) return;
        row.putObject(name)
                .put("median", spread.median())
                .put("low", spread.low())
                .put("high", spread.high())
                .put("rounds", spread.rounds());
    }
}
