package dev.livelet.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.load.LoadClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * {@code kill -9} of a node while a user types in a form in Chromium and 200 others chat: no page
 * is loaded anew, nothing that was typed or said is lost or doubled, and the pages go on within
 * seconds. {@code -Dlong=true} kills 200 times and holds the times to their limits, {@code
 * -Dkills=N -Dchatters=N -Drate=N} set how often, how many they are, and messages a second.
 */
class KillsUnderLoadTest {
    private static final int CHATTERS = Integer.getInteger("chatters", 200);
    private static final boolean LONG = Boolean.getBoolean("long");
    private static final int KILLS = Integer.getInteger("kills", LONG ? 200 : 2);
    private static final double MESSAGES_PER_SECOND = Integer.getInteger("rate", 5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Random random = new Random(Long.getLong("livelet.seed", 42));
    private final List<Double> millis = new ArrayList<>();
    private final List<Double> typistMillis = new ArrayList<>();

    /** What the nodes print. */
    private final Path log = Path.of("target", "kills-under-load.log");

    @TempDir Path folder;

    @Test
    void nothingIsLostOrDoubledAndThePagesGoOn() throws Exception {
        Files.createDirectories(log.getParent());
        try (Database database = Database.open(folder.resolve("chat"), "kills");
                ClusterDemo demo =
                        ClusterDemo.start(
                                new PrintStream(log.toFile()), 0, database.url(), folder, false);
                LoadClient client = LoadClient.start()) {
            URI balancer = URI.create("http://localhost:" + demo.port());
            List<Chatter> chatters = new ArrayList<>();
            for (int i = 0; i < CHATTERS; i++)
                chatters.add(Chatter.open(client, balancer, "/chat/kills", "c" + i));
            await(client, chatters, "all pages", Chatter::isLive);
            // so that the room knows their names: what they do at a kill changes nothing there
            client.execute(() -> chatters.forEach(Chatter::touch));
            await(client, chatters, "names", Chatter::isUsable);
            try (Typist typist = Typist.open(balancer + "/chat/kills")) {
                awaitCopies(demo);
                client.execute(() -> chat(client, chatters));
                for (int kill = 0; kill < KILLS; kill++) kill(demo, client, chatters, typist, kill);
                finish(database, client, chatters, typist);
            } finally {
                for (Node node : demo.nodes())
                    System.out.println(
                            node.name()
                                    + " now: "
                                    + new Metrics(node.port())
                                            .startingWith("cluster_replication_claims"));
            }
        }
    }

    private static void await(
            LoadClient client, List<Chatter> chatters, String what, Predicate<Chatter> condition)
            throws InterruptedException {
        client.await(what, PATIENCE, () -> chatters.stream().allMatch(condition));
    }

    private volatile boolean silent;

    /** One of them says something, at random moments. */
    private void chat(LoadClient client, List<Chatter> chatters) {
        if (silent) return;
        chatters.get(random.nextInt(chatters.size())).say();
        double seconds = -Math.log(1 - random.nextDouble()) / MESSAGES_PER_SECOND;
        client.after(Duration.ofNanos(Math.round(seconds * 1e9)), () -> chat(client, chatters));
    }

    private void kill(
            ClusterDemo demo, LoadClient client, List<Chatter> chatters, Typist typist, int number)
            throws Exception {
        typist.begin();
        Node victim =
                demo.nodes().stream()
                        .filter(node -> node.name().equals(typist.node()))
                        .findFirst()
                        .orElseThrow();
        client.ask(
                () -> {
                    chatters.forEach(Chatter::expectKill);
                    return true;
                });
        long clock = System.currentTimeMillis();
        long start = System.nanoTime();
        victim.kill();
        client.execute(() -> chatters.forEach(Chatter::touch));
        typist.goOn();
        typistMillis.add((double) typist.awaitReturn(clock) - clock);
        await(client, chatters, "usable pages after kill " + number, Chatter::isUsable);
        List<Double> back = since(start, client, chatters, Chatter::joined);
        List<Double> these = since(start, client, chatters, Chatter::usable);
        assertTrue(!these.isEmpty(), "nobody was at the node that was killed");
        millis.addAll(these);
        typist.finish();
        System.out.printf(
                Locale.ROOT,
                "kill %d of %s: %d pages, back p50 %.0f, max %.0f ms, usable p50 %.0f, max %.0f ms;"
                        + " Chromium %.0f ms%n",
                number,
                victim.name(),
                these.size(),
                percentile(back, 50),
                percentile(back, 100),
                percentile(these, 50),
                percentile(these, 100),
                typistMillis.getLast());
        victim.start();
        awaitCopies(demo);
    }

    /** Milliseconds until this happened to those who had lost their node. */
    private static List<Double> since(
            long start, LoadClient client, List<Chatter> chatters, ToLongFunction<Chatter> when)
            throws InterruptedException {
        return client.ask(
                () ->
                        chatters.stream()
                                .filter(Chatter::wasAway)
                                .map(chatter -> (when.applyAsLong(chatter) - start) / 1e6)
                                .toList());
    }

    /** One crash at a time is what a backup covers. */
    private static void awaitCopies(ClusterDemo demo) throws Exception {
        for (Node node : demo.nodes()) {
            Metrics metrics = new Metrics(node.port());
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!metrics.isWhole(demo.nodes().size())) {
                if (System.nanoTime() > end)
                    throw new AssertionError(node.name() + " lacks copies or nodes");
                Thread.sleep(50);
            }
        }
    }

    private void finish(Database database, LoadClient client, List<Chatter> chatters, Typist typist)
            throws Exception {
        silent = true;
        await(client, chatters, "the last answers", chatter -> chatter.unanswered() == 0);
        List<String> kept = messages(database);
        await(
                client,
                chatters,
                "the last messages",
                chatter -> chatter.shown().getLast().equals(kept.getLast()));
        List<String> faults = new ArrayList<>();
        for (Chatter chatter : chatters) {
            faults.addAll(chatter.faults());
            expect(faults, kept, chatter.name(), chatter.said());
            for (String message : kept)
                if (!chatter.seen().contains(message))
                    faults.add(chatter.name() + " did not see " + message);
            List<String> last = kept.subList(kept.size() - chatter.shown().size(), kept.size());
            if (!last.equals(chatter.shown()))
                faults.add(chatter.name() + " shows " + chatter.shown() + ", not " + last);
        }
        expect(faults, kept, "Ada", typist.said());
        report(client, chatters, kept);
        assertEquals(List.of(), faults);
        if (LONG) assertEquals(0, failed(chatters), "messages whose pages were told of a failure");
        // a few kills beside other work tell little of the times
        assertTrue(percentile(millis, 50) <= (LONG ? 1_500 : 5_000), "p50 to a usable page");
        assertTrue(percentile(millis, 99) <= (LONG ? 3_000 : 10_000), "p99 to a usable page");
    }

    private static int failed(List<Chatter> chatters) {
        return chatters.stream().mapToInt(Chatter::failed).sum();
    }

    /** A sender's messages are in the database, each once and in order. */
    private static void expect(List<String> faults, List<String> kept, String name, int said) {
        List<Integer> numbers =
                kept.stream()
                        .filter(message -> Chatter.sender(message).equals(name))
                        .map(Chatter::number)
                        .toList();
        for (int i = 0; i < Math.max(said, numbers.size()); i++)
            if (i >= numbers.size() || i >= said || numbers.get(i) != i + 1) {
                faults.add(name + " said " + said + ", the database has " + numbers);
                return;
            }
    }

    private static List<String> messages(Database database) throws Exception {
        List<String> messages = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(database.url());
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select body from chat_message order by id")) {
            while (rows.next()) messages.add(rows.getString(1));
        }
        return messages;
    }

    private void report(LoadClient client, List<Chatter> chatters, List<String> kept)
            throws InterruptedException {
        System.out.printf(
                Locale.ROOT,
                "%d kills, %d pages moved: kill to usable page p50 %.0f, p90 %.0f, p99 %.0f, max"
                        + " %.0f ms; in Chromium p50 %.0f, max %.0f ms%n",
                typistMillis.size(),
                millis.size(),
                percentile(millis, 50),
                percentile(millis, 90),
                percentile(millis, 99),
                percentile(millis, 100),
                percentile(typistMillis, 50),
                percentile(typistMillis, 100));
        System.out.printf(
                "%d messages, of %d the room's answer came too late; %d full renders; %s%n",
                kept.size(),
                failed(chatters),
                chatters.stream().mapToInt(c -> c.page().fullRenders() - 1).sum(),
                client.counts());
    }

    private static double percentile(List<Double> values, double percentile) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int index = (int) Math.ceil(percentile / 100 * sorted.length) - 1;
        return sorted[Math.max(0, index)];
    }
}
