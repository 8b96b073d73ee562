package dev.livelet.cluster;

import dev.livelet.spi.ClusterNode;
import dev.livelet.template.CompiledTemplate;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
