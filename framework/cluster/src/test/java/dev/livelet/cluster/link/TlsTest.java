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

import java.nio.file.Path;
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
    void aWrongPasswordIsToldWithTheSetting() {
        Tls wrong = certificates.with("node", "guessed");
        LiveletException e = assertThrows(LiveletException.class, wrong::context);
        assertTrue(
                String.valueOf(e.getMessage()).contains("livelet.cluster.tls-password"),
                e.getMessage());
    }
}
