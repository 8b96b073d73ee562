package dev.livelet.benchmarks.replication;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How two ways of serving compare, by rounds that stood side by side.
 *
 * @param median of the pairs' ratios
 * @param low the median is not below that, with 95 % certainty; by the ratios' order, whatever
 *     their distribution
 * @param high nor above that
 */
record Ratios(double median, double low, double high) {
    /** Of a normal distribution: 95 % lie within so many deviations. */
    private static final double SURE = 1.96;

    /**
     * @param every the first has a round for each so many of the second
     * @param cpu of a round, without what is idle
     * @param idle of the second
     */
    static Ratios of(
            List<Mode.Round> rounds,
            List<Mode.Round> base,
            int every,
            ToDoubleFunction<Mode.Round> cpu,
            double idle) {
        return of(
                IntStream.range(0, rounds.size())
                        .mapToDouble(
                                i ->
                                        cpu.applyAsDouble(rounds.get(i))
                                                / (base.get(i * every).cpu() - idle))
                        .toArray());
    }

    /** Of at least one. */
    static Ratios of(double... ratios) {
        double[] sorted = ratios.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double reach = SURE * Math.sqrt(n) / 2;
        int low = (int) Math.floor((n - 1) / 2.0 - reach);
        int high = (int) Math.ceil((n - 1) / 2.0 + reach);
        return new Ratios(
                (sorted[(n - 1) / 2] + sorted[n / 2]) / 2,
                sorted[Math.max(0, low)],
                sorted[Math.min(n - 1, high)]);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", median, low, high);
    }
}
