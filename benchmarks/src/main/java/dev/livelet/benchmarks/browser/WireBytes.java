package dev.livelet.benchmarks.browser;

import dev.livelet.benchmarks.pages.BigTable;
import dev.livelet.benchmarks.process.ServerProcess;
import dev.livelet.benchmarks.report.Report;
import dev.livelet.benchmarks.report.Side;

import java.io.IOException;
import java.util.List;

/** What goes over the wire between Chromium and a server for an operation. */
final class WireBytes {
    private static final String SECTION = "bytes on the wire, Chromium";

    /** Nothing comes for so long: the operation is over. */
    private static final int QUIET_MILLIS = 300;

    private final Report report;
    private final Chromium browser;

    WireBytes(Report report, Chromium browser) {
        this.report = report;
        this.browser = browser;
    }

    void measure(Side side, ServerProcess server) throws IOException, InterruptedException {
        try (Relay relay = Relay.to(server.address())) {
            Relay.Count nothing = relay.count();
            open(relay, "/counter");
            // a script got from npm is served as it is, so the first visit of this side tells
            // nothing
            if (side != Side.RERENDER) add(side, "first visit of the counter", relay, nothing);
            operation(side, relay, "click on the counter", "button");
            open(relay, "/big-table");
            for (String name : BigTable.OPERATIONS)
                operation(side, relay, name + " of 1000", "#" + name);
        }
    }

    private void open(Relay relay, String path) throws InterruptedException {
        browser.open(relay.address().resolve(path));
        browser.run(BrowserSuite.LIVE);
        quiet(relay);
    }

    private void operation(Side side, Relay relay, String what, String button)
            throws InterruptedException {
        browser.run(BrowserSuite.CLICK, button);
        quiet(relay);
        Relay.Count before = relay.count();
        browser.run(BrowserSuite.CLICK, button);
        quiet(relay);
        add(side, what, relay, before);
    }

    private static void quiet(Relay relay) throws InterruptedException {
        Relay.Count last;
        do {
            last = relay.count();
            Thread.sleep(QUIET_MILLIS);
        } while (!relay.count().equals(last));
    }

    private void add(Side side, String what, Relay relay, Relay.Count before) {
        Relay.Count count = relay.count().since(before);
        for (String way : List.of("up", "down"))
            report.row(SECTION, what + ", " + way, "bytes")
                    .add(side, way.equals("up") ? count.up() : count.down());
    }
}
