package dev.livelet.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What an idle connected page costs: the budget is 8 KB, of which Undertow's socket takes 5.2. */
class FootprintTest {
    private static final int PAGES = 5_000;
    private static final int BUDGET = 2_800;

    @Test
    void anIdleConnectedCounterFitsBesideItsSocket() {
        SessionSettings settings =
                SessionSettings.DEFAULTS
                        .with(SessionSettings::pendingPerAddress, PAGES)
                        .with(SessionSettings::pendingSessions, PAGES);
        TestNode node = new TestNode(settings);
        ViewType<?> type = ViewType.of(new CounterTest.Counter());
        open(node, type, 1_000);
        long before = used();
        open(node, type, PAGES);
        long bytes = (used() - before) / PAGES;
        assertEquals(PAGES + 1_000, node.sessions.all().size());
        System.out.println("FootprintTest: " + bytes + " bytes a page");
        assertTrue(bytes <= BUDGET, bytes + " bytes a page");
    }

    private static void open(TestNode node, ViewType<?> type, int pages) {
        for (int i = 0; i < pages; i++) node.open(type).join();
    }

    private static long used() {
        for (int i = 0; i < 3; i++) System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
