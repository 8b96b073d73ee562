package dev.livelet.benchmarks.load;

import dev.livelet.benchmarks.peer.RerenderServer;
import dev.livelet.benchmarks.peer.Vaadin;
import dev.livelet.benchmarks.process.ServerProcess;
import dev.livelet.benchmarks.report.Report;
import dev.livelet.benchmarks.server.FloorServer;
import dev.livelet.benchmarks.server.LiveletServer;
import dev.livelet.load.LoadClient;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** All that is measured over sockets, part by part. */
public final class LoadSuite {
    /** Of Vaadin's pages no more are opened at a time. */
    private static final int MOST_OF_VAADIN = 1_000;

    private final Report report;
    private final Timing timing;

    public LoadSuite(Report report, Timing timing) {
        this.report = report;
        this.timing = timing;
    }

    private record Servers(
            LoadClient client,
            ServerProcess livelet,
            ServerProcess floor,
            ServerProcess rerender,
            @Nullable ServerProcess vaadin) {}

    private interface Part {
        void run(Servers servers) throws Exception;
    }

    private void with(Part part) throws Exception {
        try (ServerProcess livelet = ServerProcess.start(LiveletServer.class);
                ServerProcess floor = ServerProcess.start(FloorServer.class);
                ServerProcess rerender = ServerProcess.start(RerenderServer.class);
                ServerProcess vaadin = vaadin();
                LoadClient client = LoadClient.start()) {
            part.run(new Servers(client, livelet, floor, rerender, vaadin));
        }
    }

    /** Null where it is not built: the others are measured without it. */
    private @Nullable ServerProcess vaadin() {
        try {
            return Vaadin.start();
        } catch (IOException e) {
            report.notMeasured("Vaadin Flow", e.getMessage());
            return null;
        }
    }

    public void clicks() throws Exception {
        with(
                to -> {
                    List<Subject> subjects = counters(to, false);
                    subjects.add(BarePages.rerender(to.client(), to.rerender(), "/counter"));
                    Clicks clicks = new Clicks(to.client(), subjects, timing, report);
                    clicks.run(64, 5_000);
                    clicks.run(1, 500);
                });
    }

    /** The floor, Livelet and Vaadin. */
    private static List<Subject> counters(Servers to, boolean push) {
        List<Subject> subjects = new ArrayList<>();
        subjects.add(BarePages.echo(to.client(), to.floor()));
        subjects.add(new LivePages(to.client(), to.livelet(), "/counter"));
        if (to.vaadin() != null)
            subjects.add(new VaadinPages(to.client(), to.vaadin(), "/counter", push));
        return subjects;
    }

    /**
     * @param pages that get the message
     */
    public void fanOut(int pages) throws Exception {
        with(
                to -> {
                    String value = "a shared value";
                    String handled = "handled by each";
                    List<FanOut.Way> ways = new ArrayList<>();
                    ways.add(
                            new FanOut.Way(
                                    value,
                                    new LivePages(to.client(), to.livelet(), "/chat"),
                                    "post"));
                    ways.add(
                            new FanOut.Way(
                                    value,
                                    BarePages.rerender(to.client(), to.rerender(), "/chat"),
                                    "post"));
                    ways.add(
                            new FanOut.Way(
                                    handled,
                                    new LivePages(to.client(), to.livelet(), "/ticker"),
                                    "publish"));
                    ways.add(
                            new FanOut.Way(
                                    handled,
                                    BarePages.rerender(to.client(), to.rerender(), "/ticker"),
                                    "publish"));
                    if (to.vaadin() != null && pages <= MOST_OF_VAADIN)
                        ways.add(
                                new FanOut.Way(
                                        handled,
                                        new VaadinPages(to.client(), to.vaadin(), "/ticker", true),
                                        "publish"));
                    new FanOut(report, timing, pages)
                            .run(
                                    new FanOut.Way(
                                            "bare",
                                            BarePages.echo(to.client(), to.floor()),
                                            "broadcast"),
                                    ways);
                });
    }

    public void firstRender() throws Exception {
        with(
                to ->
                        new FirstRender(to.client(), timing, report)
                                .run(to.livelet(), to.floor(), to.rerender(), to.vaadin()));
    }

    public void connects() throws Exception {
        with(to -> new Connects(timing, report).run(counters(to, true)));
    }

    public void idleMemory(int pages) throws Exception {
        new IdleMemory(report, pages).run();
    }
}
