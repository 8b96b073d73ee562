package dev.livelet.benchmarks.peer;

import dev.livelet.benchmarks.process.Foreign;
import dev.livelet.benchmarks.process.ServerProcess;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Vaadin Flow's server, which a module of its own builds: none of its jars is on this class path.
 */
public final class Vaadin {
    private static final String SERVER = "dev.livelet.benchmarks.vaadin.VaadinServer";

    private Vaadin() {}

    /**
     * @throws IOException where it is not built
     */
    public static ServerProcess start(String... options) throws IOException {
        Path module = Path.of(System.getProperty("bench.vaadin", "vaadin"));
        Path jars = module.resolve("target/class-path.txt");
        if (!Files.exists(jars)) throw new IOException("mvn -Pbench makes " + jars);
        String classPath =
                String.join(
                        File.pathSeparator,
                        module.resolve("target/classes").toString(),
                        Files.readString(jars).strip(),
                        ownClasses());
        List<String> all = new ArrayList<>(Arrays.asList(options));
        all.add("-D" + Foreign.SERVER + "=" + SERVER);
        return ServerProcess.start(classPath, Foreign.class.getName(), all.toArray(String[]::new));
    }

    /** Where {@link Foreign} is. */
    private static String ownClasses() {
        try {
            return Path.of(
                            Foreign.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
