package dev.livelet.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code mvn -Pdemo-cluster} without Maven: the launcher as a process, read by what it prints. */
final class RunningCluster implements AutoCloseable {
    private static final Pattern NODE =
            Pattern.compile("node (\\w+) http://localhost:(\\d+) pid (\\d+)");
    private static final Pattern READY =
            Pattern.compile("Livelet cluster ready at (http://localhost:\\d+)");

    final Process launcher;
    private final Map<String, Long> pids = new ConcurrentHashMap<>();
    private final List<String> printed = new CopyOnWriteArrayList<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile String url = "";

    private RunningCluster(Process launcher) {
        this.launcher = launcher;
        Thread.ofVirtual().start(this::read);
    }

    /**
     * Returns when all nodes serve.
     *
     * @param folder for its database
     */
    static RunningCluster start(Path folder) throws Exception {
        Process launcher =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Dlivelet.port=0",
                                "-classpath",
                                absolute(System.getProperty("java.class.path")),
                                "dev.livelet.examples.cluster.ClusterDemo")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        RunningCluster cluster = new RunningCluster(launcher);
        if (!cluster.ready.await(120, TimeUnit.SECONDS) || cluster.url.isEmpty()) {
            cluster.close();
            throw new AssertionError("The cluster did not start: " + cluster.printed);
        }
        return cluster;
    }

    private static String absolute(String classPath) {
        return String.join(
                java.io.File.pathSeparator,
                Pattern.compile(Pattern.quote(java.io.File.pathSeparator))
                        .splitAsStream(classPath)
                        .map(part -> Path.of(part).toAbsolutePath().toString())
                        .toList());
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(launcher.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                printed.add(line);
                Matcher node = NODE.matcher(line);
                if (node.matches()) pids.put(node.group(1), Long.valueOf(node.group(3)));
                Matcher said = READY.matcher(line);
                if (said.matches()) {
                    url = said.group(1);
                    ready.countDown();
                }
            }
        } catch (IOException e) {
            printed.add(e.toString());
        }
        ready.countDown();
    }

    /** The balancer's address. */
    String url() {
        return url;
    }

    Map<String, Long> pids() {
        return Map.copyOf(pids);
    }

    List<String> printed() {
        return List.copyOf(printed);
    }

    static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end)
                throw new AssertionError("Waited in vain for " + what + "; it printed " + printed);
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** Ends all, each by its number. */
    @Override
    public void close() throws InterruptedException {
        launcher.destroy();
        if (!launcher.waitFor(60, TimeUnit.SECONDS)) launcher.destroyForcibly();
        for (long pid : pids.values())
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
}
