package dev.livelet.benchmarks.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.benchmarks.browser.BrowserSuite;
import dev.livelet.benchmarks.pages.BigTable;
import dev.livelet.server.LiveServer;
import dev.livelet.server.Livelet;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/** What the operations change of a document of a thousand rows is within the budgets. */
class MutationsTest {
    @Test
    void anOperationChangesNoMoreOfTheDocumentThanItMust() throws Exception {
        Map<String, Long> found = new TreeMap<>();
        try (LiveServer server =
                Livelet.create().live("/big-table", new BigTable()).host("127.0.0.1").start(0)) {
            changes(URI.create(server.url()).resolve("/big-table"))
                    .forEach((operation, count) -> found.put(operation + ".mutations", count));
        }
        assertEquals("", Budgets.load().ofKind("mutations", true).exceeded(found));
    }

    private static Map<String, Long> changes(URI page) throws IOException {
        try {
            return BrowserSuite.changes(page);
        } catch (IOException noBrowser) {
            if ("true".equals(System.getenv("LIVELET_REQUIRE_CHROMIUM"))) throw noBrowser;
            System.out.println("SKIPPED in Chromium: MutationsTest: " + noBrowser.getMessage());
            return Assumptions.abort(noBrowser.getMessage());
        }
    }
}
