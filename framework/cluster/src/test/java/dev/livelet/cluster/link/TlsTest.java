package dev.livelet.cluster.link;

import static dev.livelet.cluster.link.Cluster.await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.LiveletException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Nodes with certificates, and those without. */
class TlsTest {
    @TempDir static Path directory;
    private static Certificates certificates;

    private final TcpNodes nodes = new TcpNodes();

    @BeforeAll
    static void certificates() throws Exception {
        certificates = Certificates.make(directory);
    }

    private Ledger start(String node, @Nullable Tls tls) {
        int port = TcpNodes.freePort();
        return nodes.start(node, port, TcpNodes.fixed(port, nodes.addresses()), tls);
    }

    @AfterEach
    void close() {
        nodes.close();
    }

    @Test
    void nodesWithCertificatesAreOneCluster() {
        Ledger a = start("a", certificates.of("node"));
        Ledger b = start("b", certificates.of("node"));
        a.awaitMembers(2);
        b.awaitMembers(2);
        for (int i = 0; i < 1000; i++) a.send(b.self(), "frame " + i);
        await("all frames", () -> b.received.size() == 1000);
    }

    @Test
    void withoutACertificateThereIsNoJoin() {
        Ledger a = start("a", certificates.of("node"));
        Ledger plain = start("plain", null);
        assertEquals(Set.of(plain.self()), plain.link().view().members());
        Ledger b = start("b", certificates.of("node"));
        a.awaitMembers(2);
        assertEquals(Set.of(a.self(), b.self()), a.link().view().members());
    }

    @Test
    void withACertificateThatIsNotTrustedThereIsNoJoin() {
        Ledger a = start("a", certificates.of("node"));
        Ledger stranger = start("stranger", certificates.of("stranger"));
        assertEquals(Set.of(stranger.self()), stranger.link().view().members());
        Ledger b = start("b", certificates.of("node"));
        a.awaitMembers(2);
        assertEquals(Set.of(a.self(), b.self()), a.link().view().members());
    }

    @Test
    void handshakesThatAreBegunAndNotEndedHoldUpNobody() throws Exception {
        Ledger a = start("a", certificates.of("node"));
        InetSocketAddress port = nodes.addresses().getFirst();
        List<Socket> begun = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                Socket socket = new Socket(port.getAddress(), port.getPort());
                begun.add(socket);
                socket.getOutputStream().write(new byte[] {0x16, 3, 1, 0x3f, 0, 1, 0, 0x3e});
            }
            Ledger b = start("b", certificates.of("node"));
            assertEquals(Set.of(a.self(), b.self()), b.link().view().members());
        } finally {
            for (Socket socket : begun) socket.close();
        }
    }

    @Test
    void nodesThatDisagreeOnTlsCountEachOther() {
        Ledger plain = start("plain", null);
        Ledger a = start("a", certificates.of("node"));
        await("a, that speaks TLS", () -> refused(plain, "greeting") > 0);
        start("another", null);
        await("another, that does not", () -> refused(a, "tls") > 0);
        long before = refused(a, "tls");
        start("stranger", certificates.of("stranger"));
        await("a certificate that is not trusted", () -> refused(a, "tls") > before);
    }

    private static long refused(Ledger node, String why) {
        return node.link().counters().getOrDefault("link_refused_" + why, 0L);
    }

    @Test
    void aWrongPasswordIsToldWithTheSetting() {
        Tls wrong = certificates.with("node", "guessed");
        LiveletException e = assertThrows(LiveletException.class, wrong::context);
        assertTrue(
                String.valueOf(e.getMessage()).contains("livelet.cluster.tls-password"),
                e.getMessage());
    }
}
