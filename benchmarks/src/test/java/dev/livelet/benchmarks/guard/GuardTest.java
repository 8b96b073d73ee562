package dev.livelet.benchmarks.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The budgets hold, and a build that lost what keeps them is caught. */
class GuardTest {
    private record Outcome(int exit, String output) {}

    @Test
    void theBudgetsHold() throws Exception {
        Outcome outcome = guard("");
        assertEquals(0, outcome.exit(), outcome::output);
    }

    @Test
    void aBuildThatDiffsAMessageForEachPageIsCaught() throws Exception {
        Outcome outcome = guard("memo");
        assertEquals(1, outcome.exit(), outcome::output);
        assertTrue(
                outcome.output().contains("room-message.diffs is 100, more than 1"),
                outcome::output);
    }

    @Test
    void aBuildThatEvaluatesAllSlotsIsCaught() throws Exception {
        Outcome outcome = guard("reads");
        assertEquals(1, outcome.exit(), outcome::output);
        assertTrue(outcome.output().contains("one-of-200-texts.allocated is "), outcome::output);
    }

    /** Without the optimising compiler what is allocated is the same in each run. */
    private static Outcome guard(String slowed) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Dlivelet-slowed=" + slowed,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Guard.class.getName())
                        .redirectErrorStream(true)
                        .start();
        try {
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(1, TimeUnit.MINUTES), output);
            return new Outcome(process.exitValue(), output);
        } finally {
            process.destroyForcibly();
        }
    }
}
