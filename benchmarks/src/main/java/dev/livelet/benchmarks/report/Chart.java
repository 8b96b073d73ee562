package dev.livelet.benchmarks.report;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A section of a report as bars, in an SVG of its own: for each row the sides beside each other, as
 * long as their medians, with the spread of the rounds as a line. Each row has its own scale, as
 * their units differ.
 */
public final class Chart {
    private static final int WIDTH = 860;
    private static final int LEFT = 330;
    private static final int BAR = 14;
    private static final int GAP = 12;
    private static final int TOP = 60;
    private static final int VALUES = 200;

    private static final Map<Side, String> COLOURS =
            Map.of(
                    Side.LIVELET, "#2563eb",
                    Side.FLOOR, "#94a3b8",
                    Side.RERENDER, "#f59e0b",
                    Side.VAADIN, "#10b981",
                    Side.LIVEVIEW, "#a855f7");

    private final StringBuilder out = new StringBuilder();
    private int y = TOP;

    private Chart() {}

    /** One file for each section that has a row with two sides. */
    public static void write(Report report, Path directory) throws IOException {
        Files.createDirectories(directory);
        for (String section : report.sections()) {
            boolean compared = false;
            for (Row row : report.rows())
                compared |= row.section().equals(section) && sides(row).size() > 1;
            if (compared)
                Files.writeString(
                        directory.resolve(Report.fileName(section) + ".svg"), of(report, section));
        }
    }

    static String of(Report report, String section) {
        Chart chart = new Chart();
        List<Row> rows = new ArrayList<>();
        List<Side> all = new ArrayList<>();
        for (Row row : report.rows()) {
            if (!row.section().equals(section) || sides(row).size() < 2) continue;
            rows.add(row);
            for (Side side : sides(row)) if (!all.contains(side)) all.add(side);
        }
        chart.legend(section, all);
        rows.forEach(chart::bars);
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "
                + WIDTH
                + " "
                + (chart.y + GAP)
                + "\" font-family=\"system-ui,sans-serif\" font-size=\"12\">\n"
                + "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
                + chart.out
                + "</svg>\n";
    }

    private static List<Side> sides(Row row) {
        return Arrays.stream(Side.values()).filter(side -> row.of(side) != null).toList();
    }

    private void legend(String section, List<Side> sides) {
        text(16, 26, section, "font-size=\"16\" font-weight=\"600\"");
        int x = 16;
        for (Side side : sides) {
            rect(x, 38, 10, 10, colour(side));
            text(x + 15, 47, side.title(), "");
            x += 40 + 7 * side.title().length();
        }
    }

    private void bars(Row row) {
        double most = 0;
        for (Side side : sides(row)) {
            Spread spread = row.of(side);
            if (spread != null) most = Math.max(most, spread.high());
        }
        text(16, y + GAP + 10, row.name() + " [" + row.unit() + "]", "");
        y += GAP;
        double scale = most == 0 ? 0 : (WIDTH - LEFT - VALUES) / most;
        for (Side side : sides(row)) bar(side, row.of(side), scale);
    }

    private void bar(Side side, @Nullable Spread spread, double scale) {
        if (spread == null) return;
        rect(LEFT, y, Math.max(1, spread.median() * scale), BAR - 2, colour(side));
        if (spread.rounds() > 1)
            rect(
                    LEFT + spread.low() * scale,
                    y + BAR / 2.0 - 1.5,
                    Math.max(1, (spread.high() - spread.low()) * scale),
                    1,
                    "#0f172a");
        text(LEFT + spread.high() * scale + 6, y + BAR - 4, spread.toString(), "");
        y += BAR;
    }

    private static String colour(Side side) {
        return Objects.requireNonNull(COLOURS.get(side), side.name());
    }

    private void rect(double x, double top, double width, double height, String colour) {
        out.append(
                String.format(
                        Locale.ROOT,
                        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\""
                                + " fill=\"%s\"/>%n",
                        x,
                        top,
                        width,
                        height,
                        colour));
    }

    private void text(double x, double base, String text, String attributes) {
        out.append(
                String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%.1f\" fill=\"#0f172a\" %s>%s</text>%n",
                        x,
                        base,
                        attributes,
                        text.replace("&", "&amp;").replace("<", "&lt;")));
    }
}
