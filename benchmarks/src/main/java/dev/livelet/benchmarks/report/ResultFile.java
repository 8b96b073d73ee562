package dev.livelet.benchmarks.report;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A report as JSON: each row with the median, the lowest and the highest of each side. */
public final class ResultFile {
    private ResultFile() {}

    public static void write(Report report, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, json(report) + "\n");
    }

    static String json(Report report) {
        JsonMapper mapper = JsonMapper.shared();
        ObjectNode root = mapper.createObjectNode();
        root.put("machine", Machine.describe());
        var rows = root.putArray("rows");
        for (Row row : report.rows()) {
            ObjectNode one = rows.addObject();
            one.put("section", row.section()).put("name", row.name()).put("unit", row.unit());
            for (Side side : Side.values()) add(one, side.name(), row.of(side));
            add(one, "ratioToFloor", row.ratioTo(Side.FLOOR));
            Budget budget = row.budget();
            if (budget != null) one.put("budget", budget.rule());
            Boolean holds = row.holds();
            if (holds != null) one.put("holds", holds);
        }
        var missing = root.putObject("notMeasured");
        report.missing().forEach(missing::put);
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
