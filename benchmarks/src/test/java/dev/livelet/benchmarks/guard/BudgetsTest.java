package dev.livelet.benchmarks.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.Map;

class BudgetsTest {
    private final Budgets budgets =
            Budgets.parse("# heads\nclick.bytes = 20   # of the frame\n\nheap = 8_192\n");

    @Test
    void whatIsWithinIsNotTold() {
        assertEquals("", budgets.exceeded(Map.of("click.bytes", 20L, "heap", 1L)));
    }

    @Test
    void whatIsTooMuchIsToldWithBothNumbers() {
        assertEquals(
                "click.bytes is 21, more than 20\n",
                budgets.exceeded(Map.of("click.bytes", 21L, "heap", 1L)));
    }

    @Test
    void whatWasNotMeasuredOrHasNoBudgetIsTold() {
        assertEquals(
                "click.bytes was not measured\nmore has no budget\n",
                budgets.exceeded(Map.of("more", 1L, "heap", 8_192L)));
    }

    @Test
    void aLineThatIsNoBudgetIsNamed() {
        assertEquals(
                "No budget, as in click.bytes = 20: click.bytes 20",
                assertThrows(IllegalArgumentException.class, () -> Budgets.parse("click.bytes 20"))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> Budgets.parse("a = 1\na = 2"));
    }
}
