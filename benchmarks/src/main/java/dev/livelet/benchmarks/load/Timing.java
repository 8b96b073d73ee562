package dev.livelet.benchmarks.load;

import java.time.Duration;

/** How often and how long is measured. */
public record Timing(int warmRounds, int rounds, Duration round) {
    public static final Timing QUICK = new Timing(3, 3, Duration.ofMillis(1_300));
    public static final Timing LONG = new Timing(5, 7, Duration.ofSeconds(5));
}
