package dev.livelet.benchmarks.replication;

import dev.livelet.benchmarks.process.ServerProcess;
import dev.livelet.benchmarks.report.Spread;
import dev.livelet.load.LoadClient;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What replication costs, in one run: the same clicks on the same pages at a server without a
 * cluster, and at one of two nodes with ASYNC and with SYNC. Machines are quicker now and slower
 * then, by more than what is looked for: so short rounds take turns, each is compared with the one
 * beside it, and of these ratios the median counts, with the interval that it lies in. Then what a
 * copy takes of the other node's heap.
 *
 * <p>{@code -Dbench.rounds=N}, {@code -Dbench.seconds=N} of a round, {@code -Dbench.warm=N} rounds
 * of four seconds before, {@code -Dbench.rate=N} clicks a second.
 */
final class ReplicationCost {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 60);
    private static final Duration ROUND =
            Duration.ofSeconds(Integer.getInteger("bench.seconds", 1));
    private static final Duration LONG_ROUND = Duration.ofSeconds(4);
    private static final int IDLE_PERIODS = 5;
    private static final Duration IDLE_PERIOD = Duration.ofSeconds(2);

    /** SYNC costs so much more that a few rounds tell. */
    private static final int SYNC_EVERY = 4;

    private static final int RATE = Integer.getInteger("bench.rate", 1_000);
    private static final int PAGES = 200;
    private static final int COPIES = Integer.getInteger("bench.copies", 5_000);
    private static final int FEW = 500;
    private static final int WARM_ROUNDS = Integer.getInteger("bench.warm", 5);

    private final ObjectNode result = JsonMapper.shared().createObjectNode();

    private ReplicationCost() {}

    /**
     * @param arguments the file for the result
     */
    public static void main(String[] arguments) throws Exception {
        new ReplicationCost().run(Path.of(arguments[0]));
    }

    private void run(Path file) throws Exception {
        Path directory = Files.createTempDirectory("livelet-bench");
        try (ServerProcess alone = BenchNode.alone();
                ServerProcess owner = BenchNode.of(directory, "owner");
                ServerProcess backup = BenchNode.of(directory, "backup");
                LoadClient client = LoadClient.start()) {
            awaitFigure(owner, "cluster_members", 2);
            List<Mode> modes =
                    List.of(
                            new Mode("without a cluster", client, alone, alone, "/async"),
                            new Mode("ASYNC", client, owner, backup, "/async"),
                            new Mode("SYNC", client, owner, backup, "/sync"));
            clicks(modes, alone, owner, backup);
            memory(client, owner, backup);
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(
                file,
                JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(result)
                        + "\n");
    }

    private static void awaitFigure(ServerProcess server, String figure, long value)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (figure(server, figure) != value) {
            if (System.nanoTime() > end)
                throw new IllegalStateException(figure + " is " + figure(server, figure));
            Thread.sleep(50);
        }
    }

    /** One of the figures that a server serves. */
    private static long figure(ServerProcess server, String name)
            throws IOException, InterruptedException {
        HttpRequest question =
                HttpRequest.newBuilder(server.address().resolve("/livelet/metrics")).build();
        String all = HTTP.send(question, HttpResponse.BodyHandlers.ofString()).body();
        return JsonMapper.shared().readTree(all).path(name).asLong();
    }

    private void clicks(
            List<Mode> modes, ServerProcess alone, ServerProcess owner, ServerProcess backup)
            throws Exception {
        for (Mode mode : modes) mode.open(PAGES);
        for (int i = 0; i < WARM_ROUNDS; i++)
            for (Mode mode : modes) mode.click(6.0 * RATE, LONG_ROUND, i);
        for (Mode mode : modes) mode.click(RATE, LONG_ROUND, WARM_ROUNDS);
        for (Mode mode : modes) mode.rounds.clear();
        Mode sync = modes.getLast();
        List<Mode> pair = modes.subList(0, 2);
        for (int i = 0; i < ROUNDS; i++) {
            for (Mode mode : i % 2 == 0 ? pair : pair.reversed()) mode.click(RATE, ROUND, 100 + i);
            if (i % SYNC_EVERY == 0) sync.click(RATE, ROUND, 100 + i);
        }
        Thread.sleep(LONG_ROUND.toMillis()); // what compilers and collectors still have to do
        double[] idle = idle(alone, owner, backup);
        double idleAlone = idle[0];
        double idleOwner = idle[1];
        double idleBackup = idle[2];

        result.put("benchmark", "replication-cost")
                .put("date", Instant.now().toString())
                .put("java", System.getProperty("java.vm.version"))
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("clicksPerSecond", RATE)
                .put("rounds", ROUNDS)
                .put("secondsOfARound", ROUND.toSeconds())
                .put("idleCpuOfASecondAlone", idleAlone)
                .put("idleCpuOfASecondOwner", idleOwner)
                .put("idleCpuOfASecondBackup", idleBackup);
        System.out.printf(
                Locale.ROOT,
                "%n%-18s %22s %22s %20s %20s %8s %8s%n",
                RATE + " clicks/s",
                "CPU-µs/event (of it idle)",
                "backup (of it idle)",
                "ratio (95 %)",
                "with backup (95 %)",
                "p50 µs",
                "p99 µs");
        Mode base = modes.getFirst();
        for (Mode mode : modes) {
            boolean clustered = mode != base;
            double idleHere = (clustered ? idleOwner : idleAlone) / RATE;
            double idleThere = clustered ? idleBackup / RATE : 0;
            int every = mode == sync ? SYNC_EVERY : 1;
            Ratios serving =
                    Ratios.of(
                            mode.rounds,
                            base.rounds,
                            every,
                            r -> r.cpu() - idleHere,
                            idleAlone / RATE);
            Ratios all =
                    Ratios.of(
                            mode.rounds,
                            base.rounds,
                            every,
                            r -> r.cpu() + r.backupCpu() - idleHere - idleThere,
                            idleAlone / RATE);
            double cpu = median(mode, Mode.Round::cpu);
            double backupCpu = median(mode, Mode.Round::backupCpu);
            result.putObject(mode.name)
                    .put("cpuMicrosPerEvent", cpu)
                    .put("backupCpuMicrosPerEvent", backupCpu)
                    .put("p50Micros", median(mode, Mode.Round::p50))
                    .put("p99Micros", median(mode, Mode.Round::p99))
                    .putPOJO("ratioAboveIdle", serving)
                    .putPOJO("ratioAboveIdleWithBackup", all)
                    .putPOJO("rounds", mode.rounds);
            System.out.printf(
                    Locale.ROOT,
                    "%-18s %14.1f (%5.1f) %14.1f (%5.1f) %20s %20s %8.0f %8.0f%n",
                    mode.name,
                    cpu,
                    idleHere,
                    backupCpu,
                    idleThere,
                    serving,
                    all,
                    median(mode, Mode.Round::p50),
                    median(mode, Mode.Round::p99));
        }
        for (Mode mode : modes) mode.close();
    }

    /**
     * Microseconds of CPU in a second with all pages open and nothing to do; of some periods the
     * median, as a collection or a peer's search for others is in one or another.
     */
    private static double[] idle(ServerProcess... servers) throws Exception {
        double[][] periods = new double[servers.length][IDLE_PERIODS];
        for (int period = 0; period < IDLE_PERIODS; period++) {
            long start = System.nanoTime();
            long[] before = cpu(servers);
            Thread.sleep(IDLE_PERIOD.toMillis());
            long[] after = cpu(servers);
            double seconds = (System.nanoTime() - start) / 1e9;
            for (int i = 0; i < servers.length; i++)
                periods[i][period] = (after[i] - before[i]) / 1e3 / seconds;
        }
        return Arrays.stream(periods).mapToDouble(each -> Spread.of(each).median()).toArray();
    }

    private static long[] cpu(ServerProcess... servers) throws IOException {
        long[] cpu = new long[servers.length];
        for (int i = 0; i < servers.length; i++) cpu[i] = servers[i].cpu();
        return cpu;
    }

    private static double median(Mode mode, ToDoubleFunction<Mode.Round> figure) {
        return Spread.of(mode.rounds.stream().mapToDouble(figure).toArray()).median();
    }

    private void memory(LoadClient client, ServerProcess owner, ServerProcess backup)
            throws Exception {
        awaitFigure(backup, "cluster_copies", 0);
        // the first ones bring what does not grow with their number
        Mode copies = new Mode("copies", client, owner, backup, "/async");
        long before = heapWith(copies, FEW, 0, owner, backup);
        long bytesBefore = figure(backup, "cluster_copy_bytes");
        double heap = (heapWith(copies, COPIES, FEW, owner, backup) - before) / (double) COPIES;
        double encoded = (figure(backup, "cluster_copy_bytes") - bytesBefore) / (double) COPIES;
        result.putObject("memory")
                .put("copies", COPIES)
                .put("heapPerCopy", heap)
                .put("encodedPerCopy", encoded)
                .put("ratio", heap / encoded);
        System.out.printf(
                Locale.ROOT,
                "%n%d copies: %.0f bytes of the backup's heap each, %.0f encoded, ratio %.2f%n",
                COPIES,
                heap,
                encoded,
                heap / encoded);
    }

    /** What the backup's heap holds with so many copies more. */
    private static long heapWith(
            Mode copies, int more, int there, ServerProcess owner, ServerProcess backup)
            throws Exception {
        copies.open(more);
        awaitFigure(backup, "cluster_copies", there + more);
        awaitFigure(owner, "cluster_under_replicated", 0);
        Thread.sleep(LONG_ROUND.toMillis()); // what is on its way settles
        return backup.heap();
    }
}
