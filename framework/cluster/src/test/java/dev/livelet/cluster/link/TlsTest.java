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

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Nodes with certificates, and those without. */
class TlsTest {
    private static final String PASSWORD = "only for this test";

    @TempDir static Path directory;

    private final TcpNodes nodes = new TcpNodes();

    @BeforeAll
    static void certificates() throws Exception {
        for (String name : List.of("node", "stranger"))
            keytool(
                    "-genkeypair",
                    "-alias",
                    name,
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=" + name,
                    "-validity",
                    "2",
                    "-keystore",
                    store(name));
        keytool("-exportcert", "-alias", "node", "-keystore", store("node"), "-file", file());
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                "node",
                "-file",
                file(),
                "-keystore",
                store("trust"));
    }

    private static String store(String name) {
        return directory.resolve(name + ".p12").toString();
    }

    private static String file() {
        return directory.resolve("node.cer").toString();
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("keytool.log").toFile())
                        .start();
        assertEquals(0, process.waitFor(), String.join(" ", command));
    }

    /** Whose certificate is shown; trusted are the cluster's nodes. */
    private static Tls tls(String certificate) {
        return new Tls(
                directory.resolve(certificate + ".p12"), directory.resolve("trust.p12"), PASSWORD);
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
        Ledger a = start("a", tls("node"));
        Ledger b = start("b", tls("node"));
        a.awaitMembers(2);
        b.awaitMembers(2);
        for (int i = 0; i < 1000; i++) a.send(b.self(), "frame " + i);
        await("all frames", () -> b.received.size() == 1000);
    }

    @Test
    void withoutACertificateThereIsNoJoin() {
        Ledger a = start("a", tls("node"));
        Ledger plain = start("plain", null);
        assertEquals(Set.of(plain.self()), plain.link().view().members());
        Ledger b = start("b", tls("node"));
        a.awaitMembers(2);
        assertEquals(Set.of(a.self(), b.self()), a.link().view().members());
    }

    @Test
    void withACertificateThatIsNotTrustedThereIsNoJoin() {
        Ledger a = start("a", tls("node"));
        Ledger stranger = start("stranger", tls("stranger"));
        assertEquals(Set.of(stranger.self()), stranger.link().view().members());
        Ledger b = start("b", tls("node"));
        a.awaitMembers(2);
        assertEquals(Set.of(a.self(), b.self()), a.link().view().members());
    }

    @Test
    void aWrongPasswordIsToldWithTheSetting() {
        Tls wrong =
                new Tls(directory.resolve("node.p12"), directory.resolve("trust.p12"), "guessed");
        LiveletException e = assertThrows(LiveletException.class, wrong::context);
        assertTrue(
                String.valueOf(e.getMessage()).contains("livelet.cluster.tls-password"),
                e.getMessage());
    }
}
