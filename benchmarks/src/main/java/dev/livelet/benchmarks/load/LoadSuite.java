package dev.livelet.benchmarks.load;

import dev.livelet.benchmarks.peer.RerenderServer;
import dev.livelet.benchmarks.peer.Vaadin;
import dev.livelet.benchmarks.process.ServerProcess;
import dev.livelet.benchmarks.report.Report;
import dev.livelet.benchmarks.server.FloorServer;
import dev.livelet.benchmarks.server.LiveletServer;
import dev.livelet.load.EventLoop;
import dev.livelet.load.LoadClient;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** All that is measured over sockets, part by part. Confined to one thread. */
public final class LoadSuite implements AutoCloseable {
    /** Of Vaadin's pages no more are opened at a time. */
    private static final int MOST_OF_VAADIN = 1_000;

    private static final Duration WARMING = Duration.ofSeconds(6);

    private final Report report;
    private final Timing timing;
    private @Nullable Servers servers;

    public LoadSuite(Report report, Timing timing) {
        this.report = report;
        this.timing = timing;
    }

    private record Servers(
            LoadClient client,
            ServerProcess livelet,
            ServerProcess floor,
            ServerProcess rerender,
            @Nullable ServerProcess vaadin) {
        void close() {
            client.close();
            livelet.close();
            floor.close();
            rerender.close();
            if (vaadin != null) vaadin.close();
        }
    }

    private interface Part {
        void run(Servers servers) throws Exception;
    }

    /** All parts but the memory's have the same servers: they are warm then. */
    private void with(Part part) throws Exception {
        Servers to = servers;
        if (to == null) {
            to =
                    new Servers(
                            LoadClient.start(),
                            ServerProcess.start(LiveletServer.class),
                            ServerProcess.start(FloorServer.class),
                            ServerProcess.start(RerenderServer.class),
                            vaadin());
            servers = to;
            if (to.vaadin() != null) warm(to.client(), to.vaadin());
        }
        part.run(to);
    }

    /** Null where it is not built: the others are measured without it. */
    private @Nullable ServerProcess vaadin() {
        try {
            return Vaadin.start();
        } catch (IOException e) {
            report.notMeasured("Vaadin Flow", e.toString());
            return null;
        }
    }

    /** It has so much more code than the others that their rounds of warming up are not enough. */
    private static void warm(LoadClient client, ServerProcess vaadin) throws Exception {
        VaadinRenders renders = VaadinRenders.start(client, vaadin, "/counter", 8);
        Thread.sleep(WARMING);
        renders.stop();
        vaadin.ask("end");
        VaadinPages pages = new VaadinPages(client, vaadin, "/counter", false);
        pages.open(8);
        EventLoop clicks = EventLoop.start(client, pages.senders());
        Thread.sleep(WARMING);
        clicks.stop();
        pages.close();
    }

    @Override
    public void close() {
        if (servers != null) servers.close();
        servers = null;
    }

    /**
     * @param many whether over 64 connections, too
     */
    public void clicks(boolean many) throws Exception {
        with(
                to -> {
                    List<Subject> subjects = counters(to, false);
                    subjects.add(BarePages.rerender(to.client(), to.rerender(), "/counter"));
                    Clicks clicks = new Clicks(to.client(), subjects, timing, report);
                    if (many) clicks.run(64, 5_000);
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

    /** In servers of its own. */
    public void idleMemory(int pages) throws Exception {
        new IdleMemory(report, pages).run();
    }
}
