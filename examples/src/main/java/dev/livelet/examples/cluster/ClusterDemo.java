package dev.livelet.examples.cluster;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Starts three nodes of the examples as processes, with a load balancer before them and a database
 * behind them: {@code mvn -Pdemo-cluster}. {@code -Dlivelet.port=N} or {@code LIVELET_PORT} chooses
 * the balancer's port, 8080 without it, and the nodes have the next three; with 0 the system
 * chooses all. {@code -Dchat.jdbc=URL} or {@code CHAT_JDBC} names another database, {@code
 * -Ddemo.sticky=true} keeps browsers with their node while it is ready.
 *
 * <p>Everything listens on the loopback address only. The nodes end with this process.
 */
public final class ClusterDemo implements AutoCloseable {
    static final int NODES = 3;

    private static final String HOST = "127.0.0.1";
    private static final Duration STARTED_WITHIN = Duration.ofSeconds(90);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final PrintStream out;
    private final List<Node> nodes = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final List<Backend> backends = new ArrayList<>();
    private final LoadBalancer balancer;

    private ClusterDemo(PrintStream out, int port, String jdbc, Path data, boolean sticky)
            throws IOException, SQLException {
        this.out = out;
        String secret = secret();
        try {
            Control control = Control.start(nodes, secret);
            parts.add(control);
            String database = jdbc;
            if (database.isEmpty()) {
                Database own = Database.open(data, secret());
                parts.add(own);
                database = own.url();
            }
            Map<String, String> shared = shared(control, secret, database);
            List<Integer> ports = Ports.free(2 * NODES);
            for (int i = 0; i < NODES; i++) {
                int pages = port == 0 ? ports.get(NODES + i) : port + 1 + i;
                add("n" + (i + 1), pages, ports.subList(0, NODES), i, shared);
            }
            balancer = LoadBalancer.start(HOST, port, new Backends(backends, sticky));
            parts.add(balancer);
            for (Node node : nodes) node.start();
        } catch (IOException | SQLException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Returns when all nodes serve.
     *
     * @param port of the balancer; 0 lets the system choose, for the nodes too
     * @param jdbc the chat's database; empty for one of its own in this file
     * @throws IllegalStateException when a node does not come up, with what to look at
     */
    static ClusterDemo start(PrintStream out, int port, String jdbc, Path data, boolean sticky)
            throws IOException, SQLException {
        ClusterDemo demo = new ClusterDemo(out, port, jdbc, data, sticky);
        try {
            demo.awaitReady();
        } catch (RuntimeException e) {
            demo.close();
            throw e;
        }
        return demo;
    }

    private static Map<String, String> shared(Control control, String token, String database) {
        Map<String, String> shared = new HashMap<>();
        shared.put("LIVELET_HOST", HOST);
        shared.put("LIVELET_KEYS", secret());
        shared.put("LIVELET_TRUSTED_PROXIES", HOST);
        shared.put("LIVELET_CLUSTER_BIND", HOST);
        shared.put("CHAT_JDBC", database);
        shared.put(Launcher.ADDRESS, control.address().toString());
        shared.put(Launcher.TOKEN, token);
        shared.put("LIVELET_METRICS", "true");
        // All that comes is of one address here, also a load test.
        shared.put("LIVELET_CONNECTIONS_PER_ADDRESS", "10000");
        shared.put("LIVELET_PENDING_PER_ADDRESS", "5000");
        shared.put("LIVELET_DETACHED_PER_ADDRESS", "10000");
        return shared;
    }

    private void add(
            String name,
            int pages,
            List<Integer> clusterPorts,
            int index,
            Map<String, String> shared) {
        List<String> all = clusterPorts.stream().map(port -> HOST + ":" + port).toList();
        Map<String, String> environment = new HashMap<>(shared);
        environment.put("LIVELET_PORT", Integer.toString(pages));
        environment.put("LIVELET_CLUSTER_NODE", name);
        environment.put("LIVELET_CLUSTER_PORT", Integer.toString(clusterPorts.get(index)));
        environment.put("LIVELET_CLUSTER_DISCOVERY", "fixed:" + String.join(",", all));
        nodes.add(new Node(name, pages, command(), environment, out));
        backends.add(new Backend(name, URI.create("http://" + HOST + ":" + pages)));
    }

    private static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:MetaspaceSize=96m",
                "-Ddemo.stops.with.parent=true",
                "-classpath",
                System.getProperty("java.class.path"),
                "dev.livelet.examples.Demo");
    }

    private static String secret() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private void awaitReady() {
        long end = System.nanoTime() + STARTED_WITHIN.toNanos();
        try {
            while (!backends.stream().allMatch(Backend::isReady)) {
                for (Node node : nodes)
                    if (node.life() == Node.Life.DEAD)
                        throw new IllegalStateException(
                                "Node " + node.name() + " did not start; it says why above");
                if (System.nanoTime() > end)
                    throw new IllegalStateException(
                            "Not all nodes were ready within " + STARTED_WITHIN.toSeconds() + " s");
                Thread.sleep(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    List<Node> nodes() {
        return nodes;
    }

    int port() {
        return balancer.port();
    }

    /** Ends all nodes, each by its number, then the rest. */
    @Override
    public void close() {
        List<Thread> stops =
                nodes.stream().map(node -> Thread.ofVirtual().start(() -> stop(node))).toList();
        try {
            for (Thread stop : stops) stop.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (AutoCloseable part : parts.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                out.println("When stopping: " + e);
            }
        }
    }

    private void stop(Node node) {
        try {
            node.stop();
        } catch (IOException e) {
            out.println("Node " + node.name() + " is killed: " + e.getMessage());
            node.kill();
        }
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) {
        ClusterDemo demo;
        try {
            demo =
                    start(
                            System.out,
                            Integer.parseInt(setting("livelet.port", "LIVELET_PORT", "8080")),
                            setting("chat.jdbc", "CHAT_JDBC", ""),
                            Path.of("target", "demo", "cluster"),
                            Boolean.getBoolean("demo.sticky"));
        } catch (IOException | SQLException | RuntimeException e) {
            System.err.println(e.getMessage());
            System.exit(1);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "demo-stop"));
        if (Boolean.getBoolean("demo.stops.with.parent"))
            ProcessHandle.current()
                    .parent()
                    .ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
        System.out.println("Livelet cluster ready at http://localhost:" + demo.port());
    }

    private static String setting(String property, String variable, String fallback) {
        String set = System.getProperty(property, "");
        if (set.isEmpty()) set = System.getenv().getOrDefault(variable, "");
        return set.isEmpty() ? fallback : set;
    }
}
