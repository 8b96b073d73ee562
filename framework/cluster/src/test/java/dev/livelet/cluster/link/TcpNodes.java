package dev.livelet.cluster.link;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** Nodes of this process over sockets of the loopback address. */
final class TcpNodes implements AutoCloseable {
    static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    static final Duration LOOKING = Duration.ofMillis(500);

    final String cluster = "test-" + UUID.randomUUID();
    private final @Nullable Tls tls;
    private final List<GroupLink> links = new ArrayList<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();

    TcpNodes() {
        this(null);
    }

    /** All with this certificate, where a test does not say otherwise. */
    TcpNodes(@Nullable Tls tls) {
        this.tls = tls;
    }

    @Nullable Tls tls() {
        return tls;
    }

    /** On a port that is free; the first of them is where the others look. */
    Ledger start(String node) {
        return start(node, freePort(), addresses);
    }

    Ledger start(String node, int port, List<InetSocketAddress> seeds) {
        return start(node, port, fixed(port, seeds), tls);
    }

    static Seeds fixed(int own, List<InetSocketAddress> others) {
        List<InetSocketAddress> hosts = new ArrayList<>(others);
        hosts.add(new InetSocketAddress(LOOPBACK, own));
        return new Seeds.Fixed(hosts);
    }

    Ledger start(String node, int port, Seeds seeds, @Nullable Tls tls) {
        return start(node, LOOPBACK, port, seeds, tls);
    }

    /** A node that is set up by the test before it starts. */
    GroupLink start(String node, Consumer<GroupLink> set) {
        int port = freePort();
        GroupLink link = link(node, LOOPBACK, port, fixed(port, addresses), tls);
        set.accept(link);
        link.start();
        addresses.add(new InetSocketAddress(LOOPBACK, port));
        return link;
    }

    private GroupLink link(
            String node, InetAddress bind, int port, Seeds seeds, @Nullable Tls tls) {
        GroupLink link =
                new TcpSettings(
                                cluster,
                                node,
                                bind,
                                port,
                                seeds,
                                tls,
                                LOOKING,
                                Duration.ofSeconds(10))
                        .link();
        links.add(link);
        return link;
    }

    Ledger start(String node, InetAddress bind, int port, Seeds seeds, @Nullable Tls tls) {
        GroupLink link = link(node, bind, port, seeds, tls);
        Ledger ledger = Ledger.of(link);
        link.start();
        addresses.add(new InetSocketAddress(bind, port));
        return ledger;
    }

    List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        links.reversed().forEach(GroupLink::close);
    }
}
