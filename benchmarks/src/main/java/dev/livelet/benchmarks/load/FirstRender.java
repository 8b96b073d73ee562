package dev.livelet.benchmarks.load;

import dev.livelet.benchmarks.process.ServerProcess;
import dev.livelet.benchmarks.report.Budget;
import dev.livelet.benchmarks.report.Report;
import dev.livelet.benchmarks.report.Side;
import dev.livelet.load.HttpLoad;
import dev.livelet.load.Latencies;
import dev.livelet.load.LoadClient;

import org.jspecify.annotations.Nullable;

/**
 * A page over HTTP, mounted and rendered for each request, beside as many prepared bytes. Of Vaadin
 * until the browser has the view, which takes three requests.
 */
final class FirstRender {
    private static final int CONNECTIONS = 64;

    private final LoadClient client;
    private final Timing timing;
    private final Report report;

    FirstRender(LoadClient client, Timing timing, Report report) {
        this.client = client;
        this.timing = timing;
        this.report = report;
    }

    void run(
            ServerProcess livelet,
            ServerProcess floor,
            ServerProcess rerender,
            @Nullable ServerProcess vaadin)
            throws Exception {
        Report warming = new Report();
        for (int i = 0; i < timing.warmRounds() + timing.rounds(); i++) {
            Report to = i < timing.warmRounds() ? warming : report;
            double length = round(Side.LIVELET, livelet, "/counter", to);
            floor.ask("static " + Math.round(length));
            round(Side.FLOOR, floor, "/static", to);
            round(Side.RERENDER, rerender, "/counter", to);
            if (vaadin != null) vaadin(vaadin, to);
        }
    }

    /** Returns the length of an answer. */
    private double round(Side side, ServerProcess server, String path, Report to) throws Exception {
        long cpu = server.cpu();
        long start = System.nanoTime();
        HttpLoad load = HttpLoad.start(client, server.address(), path, CONNECTIONS);
        Thread.sleep(timing.round());
        Latencies latencies = load.stop();
        add(to, side, latencies.count(), server.cpu() - cpu, System.nanoTime() - start);
        return load.bytes() / (double) latencies.count();
    }

    private void vaadin(ServerProcess server, Report to) throws Exception {
        long cpu = server.cpu();
        long start = System.nanoTime();
        VaadinRenders renders = VaadinRenders.start(client, server, "/counter", CONNECTIONS);
        Thread.sleep(timing.round());
        long pages = renders.stop();
        add(to, Side.VAADIN, pages, server.cpu() - cpu, System.nanoTime() - start);
        server.ask("end");
    }

    private static void add(Report to, Side side, double pages, long cpu, long nanos) {
        to.row(
                        "first render",
                        "HTTP, 64 connections, server CPU",
                        "µs/page",
                        Budget.atMost(60, "µs").or(Budget.ofFloor(3, 0, "µs")))
                .add(side, cpu / 1e3 / pages);
        to.row("first render", "HTTP, 64 connections", "pages/s").add(side, pages / (nanos / 1e9));
    }
}
