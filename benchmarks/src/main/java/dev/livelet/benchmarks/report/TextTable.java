package dev.livelet.benchmarks.report;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** A report as a table in Markdown, its columns aligned for a terminal. */
public final class TextTable {
    private TextTable() {}

    public static String of(Report report) {
        List<Side> sides = new ArrayList<>();
        for (Side side : Side.values())
            for (Row row : report.rows())
                if (row.of(side) != null && !sides.contains(side)) sides.add(side);
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("what", "unit"));
        sides.forEach(side -> head.add(side.title()));
        head.addAll(List.of("by bare", "budget", "holds"));
        lines.add(head);
        for (Row row : report.rows()) lines.add(line(row, sides));
        StringBuilder out = new StringBuilder(aligned(lines));
        report.missing()
                .forEach(
                        (section, why) ->
                                out.append("not measured: ")
                                        .append(section)
                                        .append(": ")
                                        .append(why)
                                        .append('\n'));
        return out.toString();
    }

    private static List<String> line(Row row, List<Side> sides) {
        List<String> cells =
                new ArrayList<>(List.of(row.section() + ": " + row.name(), row.unit()));
        for (Side side : sides) cells.add(text(row.of(side)));
        cells.add(text(row.ratioTo(Side.FLOOR)));
        Budget budget = row.budget();
        cells.add(budget == null ? "" : budget.rule());
        Boolean holds = row.holds();
        cells.add(holds == null ? "" : holds ? "yes" : "NO");
        return cells;
    }

    private static String text(@Nullable Spread spread) {
        return spread == null ? "" : spread.toString();
    }

    private static String aligned(List<List<String>> lines) {
        int[] widths = new int[lines.getFirst().size()];
        for (List<String> line : lines)
            for (int i = 0; i < widths.length; i++)
                widths[i] = Math.max(widths[i], line.get(i).length());
        StringBuilder out = new StringBuilder();
        for (int l = 0; l < lines.size(); l++) {
            for (int i = 0; i < widths.length; i++)
                out.append("| ")
                        .append(lines.get(l).get(i))
                        .repeat(' ', widths[i] - lines.get(l).get(i).length() + 1);
            out.append("|\n");
            if (l > 0) continue;
            for (int width : widths) out.append('|').repeat('-', width + 2);
            out.append("|\n");
        }
        return out.toString();
    }
}
