package dev.livelet.benchmarks.load;

import com.sun.management.UnixOperatingSystemMXBean;

import dev.livelet.benchmarks.peer.RerenderServer;
import dev.livelet.benchmarks.peer.Vaadin;
import dev.livelet.benchmarks.process.ServerProcess;
import dev.livelet.benchmarks.report.Budget;
import dev.livelet.benchmarks.report.Report;
import dev.livelet.benchmarks.server.FloorServer;
import dev.livelet.benchmarks.server.LiveletServer;
import dev.livelet.load.LoadClient;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

/**
 * What an idle page holds of the server's heap and of the machine's memory: the slope between a few
 * pages and many, after collections, in a fresh server for each kind of page.
 */
final class IdleMemory {
    private static final int FEW = 200;
    private static final int OTHER_FILES = 500;

    /** They hold so much that fewer tell as much. */
    private static final int MOST_OF_VAADIN = 1_000;

    /** Else the resident memory is mostly what the collector takes its time to reuse. */
    private static final String YOUNG = "-Xmn32m";

    /** What a page that was just opened still has to say, and what the server does behind it. */
    private static final Duration SETTLE = Duration.ofSeconds(4);

    private final Report report;
    private final int pages;

    IdleMemory(Report report, int pages) {
        this.report = report;
        this.pages = pages;
    }

    void run() throws Exception {
        checkFiles();
        floor();
        rerender("counter", "/counter");
        rerender("100 rows of its own", "/table");
        vaadin();
        livelet("counter", "/counter", Budget.atMost(8, "KB"), Budget.atMost(16, "KB"));
        livelet("form, 4 fields", "/form", null, null);
        livelet("100 rows of its own", "/table", null, null);
        livelet("100 rows of all", "/shared-table", Budget.atMost(8, "KB"), null);
        livelet("chat, 50 messages", "/chat", Budget.atMost(8, "KB"), null);
    }

    /** A socket is a file here and one in the server. */
    private void checkFiles() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                && system.getMaxFileDescriptorCount() < pages + OTHER_FILES)
            throw new IllegalStateException(
                    "A process may open "
                            + system.getMaxFileDescriptorCount()
                            + " files here, "
                            + pages
                            + " pages need "
                            + (pages + OTHER_FILES)
                            + ": raise ulimit -n, or set -Dbench.pages");
    }

    private void floor() throws Exception {
        try (ServerProcess server = ServerProcess.start(FloorServer.class, YOUNG);
                LoadClient client = LoadClient.start()) {
            measure(
                    BarePages.echo(client, server),
                    "counter",
                    Budget.atMost(8, "KB"),
                    Budget.atMost(16, "KB"));
        }
    }

    private void rerender(String page, String path) throws Exception {
        try (ServerProcess server = ServerProcess.start(RerenderServer.class, YOUNG);
                LoadClient client = LoadClient.start()) {
            measure(BarePages.rerender(client, server, path), page, null, null);
        }
    }

    /** Without their sockets, which they have only where the server is to tell them something. */
    private void vaadin() throws Exception {
        for (String page : List.of("counter", "form, 4 fields", "100 rows of its own")) {
            String path =
                    switch (page) {
                        case "counter" -> "/counter";
                        case "form, 4 fields" -> "/form";
                        default -> "/table";
                    };
            try (ServerProcess server = Vaadin.start(YOUNG);
                    LoadClient client = LoadClient.start()) {
                slope(
                        new VaadinPages(client, server, path, false),
                        page,
                        Math.min(pages, MOST_OF_VAADIN),
                        null,
                        null);
            } catch (IOException notBuilt) {
                report.notMeasured("memory of Vaadin's pages", notBuilt.toString());
                return;
            }
        }
    }

    private void livelet(String page, String path, @Nullable Budget heap, @Nullable Budget resident)
            throws Exception {
        try (ServerProcess server = ServerProcess.start(LiveletServer.class, YOUNG);
                LoadClient client = LoadClient.start()) {
            measure(new LivePages(client, server, path), page, heap, resident);
        }
    }

    private void measure(
            Subject subject, String page, @Nullable Budget heap, @Nullable Budget resident)
            throws Exception {
        slope(subject, page, pages, heap, resident);
    }

    private void slope(
            Subject subject,
            String page,
            int many,
            @Nullable Budget heap,
            @Nullable Budget resident)
            throws Exception {
        subject.open(FEW);
        Thread.sleep(SETTLE);
        long heapBefore = subject.server().heap();
        long residentBefore = subject.server().resident();
        subject.open(many - FEW);
        Thread.sleep(SETTLE);
        double more = 1024.0 * (many - FEW);
        String section = pages + " idle pages";
        report.row(section, page + ", heap", "KB/page", heap)
                .add(subject.side(), (subject.server().heap() - heapBefore) / more);
        report.row(section, page + ", resident", "KB/page", resident)
                .add(subject.side(), (subject.server().resident() - residentBefore) / more);
    }
}
