package dev.livelet.benchmarks.browser;

import dev.livelet.benchmarks.pages.BigTable;
import dev.livelet.benchmarks.peer.Idiomorph;
import dev.livelet.benchmarks.peer.RerenderServer;
import dev.livelet.benchmarks.peer.Vaadin;
import dev.livelet.benchmarks.process.ServerProcess;
import dev.livelet.benchmarks.report.Budget;
import dev.livelet.benchmarks.report.Report;
import dev.livelet.benchmarks.report.Side;
import dev.livelet.benchmarks.server.LiveletServer;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    static final String CLICK =
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
            look.observe(document.querySelector('tbody, h1'), {
              childList: true, characterData: true, attributes: true, subtree: true});
            document.querySelector(arguments[0]).click();
            """;

    /** Until the page has its socket. */
    static final String LIVE =
            """
            const look = () => document.querySelector(
                '[data-live-state=connected],[data-live=yes],#outlet button')
                ? done(true) : setTimeout(look, 20);
            look();
            """;

    private final Report report;
    private final Chromium browser;

    private BrowserSuite(Report report, Chromium browser) {
        this.report = report;
        this.browser = browser;
    }

    private record Page(Side side, ServerProcess server) {}

    public static void run(Report report, int rounds) throws Exception {
        List<Page> pages = new ArrayList<>();
        try (Chromium browser = Chromium.start()) {
            pages.add(new Page(Side.LIVELET, ServerProcess.start(LiveletServer.class)));
            start(report, pages, Side.RERENDER, BrowserSuite::rerender);
            start(report, pages, Side.VAADIN, Vaadin::start);
            BrowserSuite suite = new BrowserSuite(report, browser);
            Report warming = new Report();
            for (int i = 0; i < WARM + rounds; i++)
                for (Page page : pages) suite.round(page, i < WARM ? warming : report);
            WireBytes bytes = new WireBytes(report, browser);
            for (Page page : pages) bytes.measure(page.side(), page.server());
        } finally {
            for (Page page : pages) page.server().close();
        }
    }

    private interface Start {
        ServerProcess start() throws Exception;
    }

    private static ServerProcess rerender() throws IOException, InterruptedException {
        return ServerProcess.start(RerenderServer.class, Idiomorph.option());
    }

    /** One that is not to be had does not keep the others from being measured. */
    private static void start(Report report, List<Page> pages, Side side, Start start)
            throws Exception {
        try {
            pages.add(new Page(side, start.start()));
        } catch (IOException e) {
            report.notMeasured(side.title() + " in the browser", e.toString());
        }
    }

    /**
     * @param millis from the click
     * @param changes nodes added and removed, and others
     */
    private record Painted(double millis, long changes) {}

    private static Painted click(Chromium browser, String operation) {
        Object answer = browser.run(CLICK, "#" + operation);
        if (answer instanceof List<?> two
                && two.get(0) instanceof Number millis
                && two.get(1) instanceof Number changes)
            return new Painted(millis.doubleValue(), changes.longValue());
        throw new IllegalStateException("The click said " + answer);
    }

    /** How many changes each operation makes of the document of a server's {@link BigTable}. */
    public static Map<String, Long> changes(URI bigTable) throws IOException {
        try (Chromium browser = Chromium.start()) {
            browser.open(bigTable);
            browser.run(LIVE);
            Map<String, Long> changes = new LinkedHashMap<>();
            for (String operation : BigTable.OPERATIONS)
                changes.put(operation, click(browser, operation).changes());
            return changes;
        }
    }

    private void round(Page page, Report to) {
        browser.open(page.server().address().resolve("/big-table"));
        browser.run(LIVE);
        for (String operation : BigTable.OPERATIONS) {
            browser.run(CLICK, "#" + operation); // the first time the browser compiles
            Map<String, Double> before = browser.metrics();
            Painted painted = click(browser, operation);
            Map<String, Double> after = browser.metrics();
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
                    .add(page.side(), painted.millis());
            to.row(section, operation + ", changes of the document", "")
                    .add(page.side(), painted.changes());
        }
    }

    private static double between(
            Map<String, Double> before, Map<String, Double> after, String counter) {
        return 1e3 * (after.getOrDefault(counter, 0.0) - before.getOrDefault(counter, 0.0));
    }
}
