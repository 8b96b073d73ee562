package dev.livelet.benchmarks.replication;

import dev.livelet.cluster.Discovery;
import dev.livelet.cluster.JGroups;
import dev.livelet.server.LiveServer;
import dev.livelet.server.Livelet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A server in a process of its own. It prints its port, then answers each line of its input: {@code
 * cpu} with the nanoseconds of CPU that it has used, as {@link ProcessCpu}, {@code heap} with the
 * bytes in use after a collection. It ends when its input does.
 */
final class BenchNode {
    private BenchNode() {}

    /**
     * @param arguments the node's name, and the directory by which nodes find each other; without
     *     it there is no cluster
     */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
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
        if (arguments.length > 1)
            livelet.cluster(
                    JGroups.tcp("bench")
                            .node(arguments[0])
                            .bind("127.0.0.1")
                            .port(0)
                            .discovery(Discovery.files(Path.of(arguments[1]))));
        try (LiveServer server = livelet.start(0);
                BufferedReader questions =
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println("port " + server.port());
            for (String line = questions.readLine(); line != null; line = questions.readLine())
                System.out.println(
                        line
                                + " "
                                + (line.equals("cpu")
                                        ? ProcessCpu.nanos()
                                        : heapAfterCollection()));
        }
    }

    private static long heapAfterCollection() {
        for (int i = 0; i < 3; i++) System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
