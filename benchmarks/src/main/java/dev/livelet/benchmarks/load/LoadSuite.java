package dev.livelet.benchmarks.load;

import dev.livelet.benchmarks.peer.RerenderServer;
import dev.livelet.benchmarks.process.ServerProcess;
import dev.livelet.benchmarks.report.Report;
import dev.livelet.benchmarks.server.FloorServer;
import dev.livelet.benchmarks.server.LiveletServer;
import dev.livelet.load.LoadClient;

import java.util.List;

/** All that is measured over sockets, part by part. */
public final class LoadSuite {
    private final Report report;
    private final Timing timing;

    public LoadSuite(Report report, Timing timing) {
        this.report = report;
        this.timing = timing;
    }

    private interface Part {
        void run(LoadClient client, ServerProcess livelet, ServerProcess floor) throws Exception;
    }

    private void with(Part part) throws Exception {
        try (ServerProcess livelet = ServerProcess.start(LiveletServer.class);
                ServerProcess floor = ServerProcess.start(FloorServer.class);
                LoadClient client = LoadClient.start()) {
            part.run(client, livelet, floor);
        }
    }

    public void clicks() throws Exception {
        try (ServerProcess rerender = ServerProcess.start(RerenderServer.class)) {
            with(
                    (client, livelet, floor) -> {
                        List<Subject> subjects =
                                List.of(
                                        BarePages.echo(client, floor),
                                        new LivePages(client, livelet, "/counter"),
                                        BarePages.rerender(client, rerender));
                        Clicks clicks = new Clicks(client, subjects, timing, report);
                        clicks.run(64, 5_000);
                        clicks.run(1, 500);
                    });
        }
    }

    /**
     * @param pages that get the message
     */
    public void fanOut(int pages) throws Exception {
        with(
                (client, livelet, floor) ->
                        new FanOut(report, timing, pages)
                                .run(
                                        new FanOut.Way(
                                                "bare", BarePages.echo(client, floor), "broadcast"),
                                        new FanOut.Way(
                                                "a shared value",
                                                new LivePages(client, livelet, "/chat"),
                                                "post"),
                                        new FanOut.Way(
                                                "handled by each",
                                                new LivePages(client, livelet, "/ticker"),
                                                "publish")));
    }

    public void firstRender() throws Exception {
        with(
                (client, livelet, floor) ->
                        new FirstRender(client, timing, report).run(livelet, floor));
    }

    public void connects() throws Exception {
        with(
                (client, livelet, floor) ->
                        new Connects(timing, report)
                                .run(
                                        List.of(
                                                BarePages.echo(client, floor),
                                                new LivePages(client, livelet, "/counter"))));
    }

    public void idleMemory(int pages) throws Exception {
        new IdleMemory(report, pages).run();
    }
}
