package dev.livelet.benchmarks.replication;

import dev.livelet.benchmarks.process.ServerProcess;
import dev.livelet.load.EventLoad;
import dev.livelet.load.Latencies;
import dev.livelet.load.LoadClient;
import dev.livelet.load.LoadPage;
import dev.livelet.load.Locator;
import dev.livelet.load.Payload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One way of serving the same pages, with what was measured of it. */
final class Mode {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /**
     * @param cpu of the server, µs an event
     * @param backupCpu of the other node, the same
     * @param p50 from when a click was due to its answer, µs
     */
    record Round(double cpu, double backupCpu, double p50, double p99) {}

    final String name;
    private final LoadClient client;
    private final ServerProcess server;
    private final ServerProcess backup;
    private final String path;
    private final List<LoadPage> pages = new ArrayList<>();
    final List<Round> rounds = new ArrayList<>();

    /**
     * @param backup the server itself where there is no other
     */
    Mode(String name, LoadClient client, ServerProcess server, ServerProcess backup, String path) {
        this.name = name;
        this.client = client;
        this.server = server;
        this.backup = backup;
        this.path = path;
    }

    void open(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) pages.add(client.open(server.address(), path));
        client.await("pages of " + name, PATIENCE, () -> pages.stream().allMatch(LoadPage::isLive));
    }

    void close() throws InterruptedException {
        client.execute(() -> pages.forEach(LoadPage::leave));
        client.await("an end", PATIENCE, () -> pages.stream().noneMatch(LoadPage::isLive));
        pages.clear();
    }

    /** Clicks for a while, and notes what that took. */
    void click(double perSecond, Duration time, long seed) throws Exception {
        Locator change = client.ask(() -> pages.getFirst().locate("click", "#change"));
        long cpu = server.cpu();
        long backupCpu = backup.cpu();
        EventLoad load =
                EventLoad.start(client, pages, change, () -> Payload.NONE, perSecond, seed);
        Thread.sleep(time.toMillis());
        Latencies latencies = load.stop();
        double events = latencies.count();
        rounds.add(
                new Round(
                        (server.cpu() - cpu) / 1e3 / events,
                        backup == server ? 0 : (backup.cpu() - backupCpu) / 1e3 / events,
                        latencies.percentile(50),
                        latencies.percentile(99)));
        if (!load.refusals().isEmpty())
            throw new IllegalStateException("Refused, by code: " + load.refusals());
    }
}
