package dev.livelet.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The script that morphs, got from npm when it is needed: it is no part of this project. */
public final class Idiomorph {
    static final String PROPERTY = "bench.idiomorph";
    private static final String PACKAGE = "idiomorph@0.7.4";

    private Idiomorph() {}

    /**
     * The option by which a {@link RerenderServer} finds it.
     *
     * @throws IOException when npm is not there, or does not get it
     */
    public static String option() throws IOException, InterruptedException {
        Path folder = Path.of("target", "npm").toAbsolutePath();
        Path script = folder.resolve("node_modules/idiomorph/dist/idiomorph.js");
        if (!Files.exists(script)) {
            Files.createDirectories(folder);
            Process npm =
                    new ProcessBuilder(
                                    "npm",
                                    "install",
                                    "--prefix",
                                    folder.toString(),
                                    "--no-save",
                                    "--silent",
                                    PACKAGE)
                            .inheritIO()
                            .start();
            if (!npm.waitFor(2, TimeUnit.MINUTES)) npm.destroyForcibly();
            if (!Files.exists(script)) throw new IOException("npm did not get " + PACKAGE);
        }
        return "-D" + PROPERTY + "=" + script;
    }
}
