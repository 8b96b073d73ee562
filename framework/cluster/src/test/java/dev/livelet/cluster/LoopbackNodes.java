package dev.livelet.cluster;

import dev.livelet.server.LiveServer;
import dev.livelet.server.Livelet;
import dev.livelet.spi.ClusterNode;
import dev.livelet.template.CompiledTemplate;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What nodes of one process need to be a cluster over sockets of the loopback address. */
public final class LoopbackNodes {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private LoopbackNodes() {}

    /** The settings of nodes n0, n1 … of a cluster of their own, each on a port that is free. */
    public static List<JGroups> settings(int count) throws IOException {
        String cluster = "test-" + UUID.randomUUID();
        List<Integer> ports = freePorts(count);
        String[] seeds = ports.stream().map(port -> "127.0.0.1:" + port).toArray(String[]::new);
        List<JGroups> settings = new ArrayList<>();
        for (int i = 0; i < count; i++)
            settings.add(
                    JGroups.tcp(cluster)
                            .node("n" + i)
                            .bind("127.0.0.1")
                            .port(ports.get(i))
                            .discovery(Discovery.fixed(seeds)));
        return settings;
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> taken = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++)
                taken.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            return taken.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : taken) socket.close();
        }
    }

    /**
     * Is a process's one node until its standard input ends; says the port that it serves.
     *
     * @param arguments the node's name, and the directory by which nodes find each other
     */
    static void serve(Livelet application, String cluster, String... arguments) throws IOException {
        LiveServer server =
                application
                        .keys("the same for all nodes and long enough")
                        .set("metrics", "true")
                        .cluster(
                                JGroups.tcp(cluster)
                                        .node(arguments[0])
                                        .bind("127.0.0.1")
                                        .port(0)
                                        .discovery(Discovery.files(Path.of(arguments[1]))))
                        .host("127.0.0.1")
                        .start(0);
        System.out.println("port " + server.port());
        while (System.in.read() >= 0) {}
        server.close();
    }

    /** Nodes do things on threads of their own: waits until they have. */
    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            Assertions.assertTrue(System.nanoTime() < deadline, () -> "never: " + what);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** An application without pages. */
    record Application(Collection<Class<?>> messages) implements ClusterNode.Application {
        Application(Class<?>... messages) {
            this(Set.of(messages));
        }

        @Override
        public String sign(String text) {
            return text;
        }

        @Override
        public Optional<String> verify(String signed) {
            return Optional.of(signed);
        }

        @Override
        public @Nullable CompiledTemplate<?> template(int id) {
            return null;
        }
    }
}
