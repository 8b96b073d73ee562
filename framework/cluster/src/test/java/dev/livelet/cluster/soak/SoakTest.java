package dev.livelet.cluster.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Four real nodes that are killed, stopped, paused and cut off from each other, by the seed that is
 * printed first ({@code -Dlivelet.seed}; another each time with {@code -Dlong=true}), while users
 * type: for two minutes, or thirty with {@code -Dlong=true}, or {@code -Dsoak.minutes}. What
 * happens when is the processes' own: a seed gives the same faults in the same order, no more.
 */
class SoakTest {
    private static final boolean LONG = Boolean.getBoolean("long");
    private static final int MINUTES = Integer.getInteger("soak.minutes", LONG ? 30 : 2);

    /** Two minutes by it have each kind of harm. */
    private static final long USUAL = 20261123;

    @TempDir Path directory;

    @Test
    void whatWasShownIsKeptAndEachEventCountsOnce() throws Exception {
        long seed = Long.getLong("livelet.seed", LONG ? System.nanoTime() : USUAL);
        System.out.println("soak of " + MINUTES + " minutes, -Dlivelet.seed=" + seed);
        try (Soak soak = new Soak(directory, 4, seed, "NOTHING")) {
            soak.pages(12);
            soak.rage(Duration.ofMinutes(MINUTES), MINUTES > 10);
            Verdict verdict = soak.judge();
            System.out.println("seed " + seed + ": " + verdict);
            assertEquals(List.of(), verdict.violations(), () -> "seed " + seed + ": " + verdict);
        }
    }
}
