package dev.livelet.benchmarks.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** The rounds of one figure: the median counts, the lowest and the highest say what it is worth. */
public record Spread(double low, double median, double high, int rounds) {
    public static Spread of(Collection<Double> rounds) {
        if (rounds.isEmpty()) throw new IllegalArgumentException("no round");
        double[] sorted = rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median =
                sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1], sorted.length);
    }

    public static Spread of(double... rounds) {
        return of(Arrays.stream(rounds).boxed().toList());
    }

    /** As {@code 12.3 (11.0–14.2)}; one round alone has no spread. */
    @Override
    public String toString() {
        return rounds == 1
                ? number(median)
                : number(median) + " (" + number(low) + "–" + number(high) + ")";
    }

    /** Three digits are more than a benchmark knows. */
    static String number(double value) {
        double size = Math.abs(value);
        return size >= 100 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
    }
}
