package dev.livelet.cluster.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The certificate of a cluster's nodes, which they trust, and one of a stranger. */
record Certificates(Path directory) {
    private static final String PASSWORD = "only for this test";

    static Certificates make(Path directory) throws IOException, InterruptedException {
        Certificates certificates = new Certificates(directory);
        for (String name : List.of("node", "stranger"))
            certificates.keytool(
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
                    certificates.store(name).toString());
        String file = directory.resolve("node.cer").toString();
        certificates.keytool(
                "-exportcert",
                "-alias",
                "node",
                "-keystore",
                certificates.store("node").toString(),
                "-file",
                file);
        certificates.keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                "node",
                "-file",
                file,
                "-keystore",
                certificates.store("trust").toString());
        return certificates;
    }

    private Path store(String name) {
        return directory.resolve(name + ".p12");
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
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

    /** Whose certificate is shown, {@code node} or {@code stranger}; trusted are the nodes. */
    Tls of(String name) {
        return with(name, PASSWORD);
    }

    Tls with(String name, String password) {
        return new Tls(store(name), store("trust"), password);
    }
}
