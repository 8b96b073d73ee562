package dev.livelet.benchmarks.replication;

import dev.livelet.benchmarks.process.Answers;
import dev.livelet.benchmarks.process.ServerProcess;
import dev.livelet.cluster.Discovery;
import dev.livelet.cluster.JGroups;
import dev.livelet.server.LiveServer;
import dev.livelet.server.Livelet;

import java.io.IOException;
import java.nio.file.Path;

/** A server that may be a node of a cluster, in a {@link ServerProcess}. */
final class BenchNode {
    private static final String NAME = "bench.node";
    private static final String CLUSTER = "bench.cluster";

    private BenchNode() {}

    /** One without a cluster. */
    static ServerProcess alone() throws IOException {
        return ServerProcess.start(BenchNode.class, "-Xmx512m");
    }

    /**
     * @param directory by which the nodes find each other
     */
    static ServerProcess of(Path directory, String name) throws IOException {
        return ServerProcess.start(
                BenchNode.class,
                "-Xmx512m",
                "-D" + NAME + "=" + name,
                "-D" + CLUSTER + "=" + directory);
    }

    public static void main(String[] arguments) throws Exception {
        Livelet livelet =
                Livelet.create()
                        .live("/async", new Order())
                        .live("/sync", new Order.Sync())
                        .keys("the same for all nodes and long enough")
                        .set("metrics", "true")
                        .set("events-per-second", "100000")
                        .set("event-burst", "100000")
                        .set("connections-per-address", "20000")
                        .set("pending-per-address", "5000")
                        .set("detached-per-address", "20000")
                        .host("127.0.0.1");
        String directory = System.getProperty(CLUSTER);
        if (directory != null)
            livelet.cluster(
                    JGroups.tcp("bench")
                            .node(System.getProperty(NAME))
                            .bind("127.0.0.1")
                            .port(0)
                            .discovery(Discovery.files(Path.of(directory))));
        try (LiveServer server = livelet.start(0)) {
            new Answers().serve(server.port());
        }
    }
}
