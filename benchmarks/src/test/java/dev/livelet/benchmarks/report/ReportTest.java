package dev.livelet.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.Objects;

class ReportTest {
    private final Report report = new Report();

    private Row click() {
        return report.row("click", "server CPU", "µs", Budget.ofFloor(1.5, 10, "µs"));
    }

    @Test
    void theMedianCountsAndTheSpreadIsToldBesides() {
        assertEquals("3 (1–9)", Spread.of(9, 1, 3).toString());
        assertEquals("2.50", Spread.of(2, 3).toString().split(" ")[0]);
        assertEquals("7", Spread.of(7).toString());
        assertEquals("12,346", Spread.of(12345.6).toString());
        assertEquals("12.3", Spread.of(12.34).toString());
    }

    @Test
    void aRatioIsThatOfTheRoundsNotOfTheMedians() {
        Row row = click();
        row.add(Side.LIVELET, 10).add(Side.FLOOR, 5);
        row.add(Side.LIVELET, 30).add(Side.FLOOR, 10);
        row.add(Side.LIVELET, 20).add(Side.FLOOR, 20);
        assertEquals(new Spread(1, 2, 3, 3), row.ratioTo(Side.FLOOR));
        assertNull(row.ratioTo(Side.VAADIN));
    }

    @Test
    void aBudgetHoldsOrNotInTheMedianRound() {
        Row row = click();
        assertNull(row.holds());
        row.add(Side.LIVELET, 25).add(Side.FLOOR, 10);
        assertEquals(true, row.holds());
        row.add(Side.LIVELET, 26).add(Side.FLOOR, 10).add(Side.LIVELET, 26).add(Side.FLOOR, 10);
        assertEquals(false, row.holds());
    }

    @Test
    void aBudgetThatNeedsTheFloorDoesNotHoldWithoutIt() {
        assertEquals(false, click().add(Side.LIVELET, 1).holds());
        Row either =
                report.row("a", "b", "µs", Budget.atMost(60, "µs").or(Budget.ofFloor(3, 0, "µs")));
        assertEquals(true, either.add(Side.LIVELET, 50).holds());
    }

    @Test
    void theTableTellsBudgetsAndWhatIsMissing() {
        click().add(Side.LIVELET, 40).add(Side.FLOOR, 10);
        report.notMeasured("browser", "there is no chromium");
        String table = TextTable.of(report);
        assertTrue(
                table.contains(
                        "| click: server CPU | µs   | 40      | 10          | 4       | ≤ 1.50×"
                                + " bare + 10 µs | NO    |"),
                table);
        assertTrue(table.endsWith("not measured: browser: there is no chromium\n"), table);
    }

    @Test
    void theFileHasWhatTheTableHas() {
        click().add(Side.LIVELET, 40).add(Side.LIVELET, 50).add(Side.FLOOR, 10);
        JsonNode row =
                JsonMapper.shared().readTree(ResultFile.json(report, "click")).path("rows").get(0);
        assertEquals(45, row.path("LIVELET").path("median").asDouble());
        assertEquals(2, row.path("LIVELET").path("rounds").asInt());
        assertEquals(false, row.path("holds").asBoolean());
    }

    @Test
    void aChartHasABarForEachSideWithItsValue() {
        click().add(Side.LIVELET, 40).add(Side.FLOOR, 10);
        String svg = Chart.of(report, "click");
        assertTrue(svg.contains(">server CPU [µs]<"), svg);
        assertTrue(svg.contains(">40<") && svg.contains(">10<"), svg);
        assertEquals(1, Objects.requireNonNull(click().of(Side.FLOOR)).rounds());
    }

    @Test
    void theProcessorIsFoundInWhatLinuxSays() {
        assertEquals(
                "Some CPU @ 2 GHz",
                Machine.model("processor\t: 0\nmodel name\t: Some CPU @ 2 GHz\n"));
        assertEquals(System.getProperty("os.arch"), Machine.model(""));
    }
}
