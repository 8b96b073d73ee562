package dev.livelet.cluster.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.livelet.LiveletException;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Two nodes find each other, each way that there is. */
class DiscoveryTest {
    private static final String GROUP = "239.255.77.1";

    private final TcpNodes nodes = new TcpNodes();

    @AfterEach
    void close() {
        nodes.close();
    }

    private void twoNodesFindEachOther(IntFunction<Seeds> seeds) {
        int first = TcpNodes.freePort();
        Ledger a = nodes.start("a", first, seeds.apply(first), null);
        int second = TcpNodes.freePort();
        Ledger b = nodes.start("b", second, seeds.apply(second), null);
        a.awaitMembers(2);
        b.awaitMembers(2);
        assertEquals(a.link().view(), b.link().view());
    }

    @Test
    void byFixedAddresses() {
        twoNodesFindEachOther(port -> TcpNodes.fixed(port, nodes.addresses()));
    }

    @Test
    void byFixedAddressesOfWhichOneIsDown() {
        InetSocketAddress down = new InetSocketAddress(TcpNodes.LOOPBACK, TcpNodes.freePort());
        twoNodesFindEachOther(
                port -> {
                    List<InetSocketAddress> others = new ArrayList<>(nodes.addresses());
                    others.add(down);
                    return TcpNodes.fixed(port, others);
                });
    }

    /** Only the coordinator lets others in: b tells c where it is. */
    @Test
    void byTheAddressOfANodeThatIsNotTheCoordinator() {
        nodes.start("a");
        int second = TcpNodes.freePort();
        Ledger b = nodes.start("b", second, nodes.addresses());
        b.awaitMembers(2);
        Ledger c =
                nodes.start(
                        "c",
                        TcpNodes.freePort(),
                        List.of(new InetSocketAddress(TcpNodes.LOOPBACK, second)));
        assertEquals(3, c.link().view().members().size());
    }

    @Test
    void aPortThatIsTakenIsNamedWithWhatChoosesAnother() {
        nodes.start("a");
        int taken = nodes.addresses().getFirst().getPort();
        String told =
                String.valueOf(
                        assertThrows(
                                        LiveletException.class,
                                        () -> nodes.start("b", taken, nodes.addresses()))
                                .getMessage());
        assertTrue(told.contains("It listens on 127.0.0.1:" + taken), told);
        assertTrue(told.contains("livelet.cluster.port chooses another"), told);
    }

    @Test
    void byFilesInASharedDirectory(@TempDir Path directory) {
        twoNodesFindEachOther(_ -> new Seeds.Files(directory));
    }

    /** Each is alone at first: what the one before had written is gone. */
    @Test
    void byFilesThatWereLost(@TempDir Path directory) throws Exception {
        List<Ledger> alone = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d")) {
            alone.add(nodes.start(name, TcpNodes.freePort(), new Seeds.Files(directory), null));
            removeFiles(directory);
        }
        for (Ledger node : alone) node.awaitMembers(4);
    }

    private static void removeFiles(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) Files.deleteIfExists(file);
    }

    @Test
    void byATableOfADatabase() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        twoNodesFindEachOther(_ -> new Seeds.Jdbc(source));
    }

    @Test
    void byTheAddressesOfADnsName() throws Exception {
        // Nodes behind one name have one port, so each has an address of its own here too.
        try (DnsServer dns = DnsServer.answering("127.0.0.1", "127.0.0.2")) {
            Seeds seeds = new Seeds.Dns("chat.test", dns.address());
            int port = TcpNodes.freePort();
            Ledger a = nodes.start("a", InetAddress.getByName("127.0.0.1"), port, seeds, null);
            Ledger b = nodes.start("b", InetAddress.getByName("127.0.0.2"), port, seeds, null);
            a.awaitMembers(2);
            b.awaitMembers(2);
        }
    }

    @Test
    void byMulticast() throws Exception {
        assumeTrue(
                multicastWorks(),
                "skipped: this machine does not carry multicast on its loopback interface");
        int port = TcpNodes.freePort();
        InetAddress group = InetAddress.getByName(GROUP);
        twoNodesFindEachOther(_ -> new Seeds.Multicast(group, port));
    }

    private static boolean multicastWorks() throws IOException {
        InetSocketAddress group = new InetSocketAddress(InetAddress.getByName(GROUP), 0);
        NetworkInterface loopback = NetworkInterface.getByInetAddress(TcpNodes.LOOPBACK);
        try (MulticastSocket socket =
                new MulticastSocket(new InetSocketAddress(TcpNodes.LOOPBACK, 0))) {
            try (MulticastSocket listener = new MulticastSocket(0)) {
                listener.joinGroup(group, loopback);
                listener.setSoTimeout(1000);
                socket.setNetworkInterface(loopback);
                socket.send(
                        new DatagramPacket(
                                new byte[] {1},
                                1,
                                new InetSocketAddress(
                                        group.getAddress(), listener.getLocalPort())));
                listener.receive(new DatagramPacket(new byte[1], 1));
                return true;
            }
        } catch (SocketTimeoutException | java.net.SocketException _) {
            return false;
        }
    }
}
