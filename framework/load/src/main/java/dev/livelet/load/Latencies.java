package dev.livelet.load;

import org.HdrHistogram.Histogram;

import java.util.Locale;

/** How long answers took, to three digits, up to a minute. Confined to one thread. */
public final class Latencies {
    private static final long LONGEST = 60_000_000_000L;

    private final Histogram histogram = new Histogram(LONGEST, 3);

    public void record(long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, LONGEST));
    }

    public void add(Latencies other) {
        histogram.add(other.histogram);
    }

    public long count() {
        return histogram.getTotalCount();
    }

    /** In microseconds; 100 is the longest. */
    public double percentile(double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1e3;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d: p50 %.0f, p99 %.0f, p99.9 %.0f, max %.0f µs",
                count(),
                percentile(50),
                percentile(99),
                percentile(99.9),
                percentile(100));
    }
}
