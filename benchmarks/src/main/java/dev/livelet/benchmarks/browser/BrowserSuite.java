package dev.livelet.benchmarks.browser;

import dev.livelet.benchmarks.pages.BigTable;
import dev.livelet.benchmarks.peer.Idiomorph;
import dev.livelet.benchmarks.peer.RerenderServer;
import dev.livelet.benchmarks.process.ServerProcess;
import dev.livelet.benchmarks.report.Budget;
import dev.livelet.benchmarks.report.Report;
import dev.livelet.benchmarks.report.Side;
import dev.livelet.benchmarks.server.LiveletServer;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** The operations on a table of a thousand rows, clicked in a browser, of each side round about. */
public final class BrowserSuite {
    private static final int WARM = 2;

    /** Milliseconds of script. */
    private static final Map<String, Integer> BUDGETS =
            Map.of(
                    "cell",
                    2,
                    "prepend",
                    3,
                    "remove-first",
                    2,
                    "swap",
                    2,
                    "tenth",
                    8,
                    "reverse",
                    40);

    /**
     * Clicks, and when the table has changed and was painted says how long that took, and how many
     * changes the document saw.
     */
    private static final String CLICK =
            """
            const start = performance.now();
            let changes = 0;
            const look = new MutationObserver(records => {
              for (const r of records)
                changes += r.type === 'childList' ? r.addedNodes.length + r.removedNodes.length : 1;
              if (!painting) {
                painting = true;
                requestAnimationFrame(() => setTimeout(() => {
                  look.disconnect();
                  done([performance.now() - start, changes]);
                }));
              }
            });
            let painting = false;
            look.observe(document.querySelector('tbody'), {
              childList: true, characterData: true, attributes: true, subtree: true});
            document.getElementById(arguments[0]).click();
            """;

    /** Until the page has its socket. */
    private static final String LIVE =
            """
            const look = () => document.querySelector('[data-live-state=connected],[data-live=yes]')
                ? done(true) : setTimeout(look, 20);
            look();
            """;

    private final Report report;
    private final Chromium browser;

    private BrowserSuite(Report report, Chromium browser) {
        this.report = report;
        this.browser = browser;
    }

    private record Page(Side side, URI address) {}

    public static void run(Report report, int rounds) throws Exception {
        try (ServerProcess livelet = ServerProcess.start(LiveletServer.class);
                ServerProcess rerender =
                        ServerProcess.start(RerenderServer.class, Idiomorph.option());
                Chromium browser = Chromium.start()) {
            List<Page> pages =
                    List.of(
                            new Page(Side.LIVELET, livelet.address().resolve("/big-table")),
                            new Page(Side.RERENDER, rerender.address().resolve("/big-table")));
            BrowserSuite suite = new BrowserSuite(report, browser);
            Report warming = new Report();
            for (int i = 0; i < WARM + rounds; i++)
                for (Page page : pages) suite.round(page, i < WARM ? warming : report);
        }
    }

    private void round(Page page, Report to) {
        browser.open(page.address());
        browser.run(LIVE);
        for (String operation : BigTable.OPERATIONS) {
            browser.run(CLICK, operation); // the first time the browser compiles
            Map<String, Double> before = browser.metrics();
            Object answer = browser.run(CLICK, operation);
            Map<String, Double> after = browser.metrics();
            if (!(answer instanceof List<?> two
                    && two.get(0) instanceof Number millis
                    && two.get(1) instanceof Number changes))
                throw new IllegalStateException("The click said " + answer);
            String section = "browser, 1000 rows";
            Integer limit = BUDGETS.get(operation);
            to.row(
                            section,
                            operation + ", script",
                            "ms",
                            limit == null ? null : Budget.atMost(limit, "ms"))
                    .add(page.side(), between(before, after, "ScriptDuration"));
            to.row(section, operation + ", whole task", "ms")
                    .add(page.side(), between(before, after, "TaskDuration"));
            to.row(section, operation + ", click to paint", "ms")
                    .add(page.side(), millis.doubleValue());
            to.row(section, operation + ", changes of the document", "")
                    .add(page.side(), changes.doubleValue());
        }
    }

    private static double between(
            Map<String, Double> before, Map<String, Double> after, String counter) {
        return 1e3 * (after.getOrDefault(counter, 0.0) - before.getOrDefault(counter, 0.0));
    }
}
