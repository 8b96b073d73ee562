package dev.livelet.cluster.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/**
 * Would the soak's checker notice? Each rule is taken away from real nodes, and pages are led to
 * where it decides; with all rules nothing is found on the same way.
 */
class ControlsTest {
    @TempDir Path directory;

    private interface Steps {
        void of(Drill drill) throws Exception;
    }

    private void isNoticed(String rule, Steps steps) throws Exception {
        try (Drill drill = new Drill(directory, rule)) {
            try {
                steps.of(drill);
            } catch (AssertionError stuck) {
                drill.verdict().violation("it went no further: " + stuck.getMessage());
            }
            System.out.println("without " + rule + ": " + drill.verdict());
            assertFalse(drill.verdict().violations().isEmpty(), "nothing was noticed");
        }
    }

    @Test
    void nothingIsFoundWhereAllRulesHold() throws Exception {
        try (Drill drill = new Drill(directory, "NOTHING")) {
            drill.oldOwner();
            drill.repeatedEvents();
            drill.oldCopy();
            System.out.println("with all rules: " + drill.verdict());
            assertEquals(List.of(), drill.verdict().violations());
        }
    }

    @Test
    void withoutFencesAnOldOwnerIsNoticed() throws Exception {
        isNoticed("FENCES", Drill::oldOwner);
    }

    @Test
    void withoutDeduplicationARepeatedEventIsNoticed() throws Exception {
        isNoticed("DEDUPLICATION", Drill::repeatedEvents);
    }

    @Test
    void withoutTheWitnessAnOldCopyIsNoticed() throws Exception {
        isNoticed("WITNESS", Drill::oldCopy);
    }
}
