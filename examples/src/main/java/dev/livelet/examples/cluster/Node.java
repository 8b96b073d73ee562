package dev.livelet.examples.cluster;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A node as a process of its own, which can be killed, paused and started again. Orders are obeyed
 * one at a time, and return when they are; how it is can be asked at any time. What it prints goes
 * on with its name before each line.
 */
final class Node {
    private static final long STOP_SECONDS = 40;

    enum Life {
        RUNNING,
        PAUSED,
        DEAD;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String name;
    private final int port;
    private final List<String> command;
    private final Map<String, String> environment;
    private final PrintStream out;
    private volatile @Nullable Process process;
    private volatile boolean paused;
    private volatile boolean expected;

    /**
     * @param port that it serves pages on
     */
    Node(
            String name,
            int port,
            List<String> command,
            Map<String, String> environment,
            PrintStream out) {
        this.name = name;
        this.port = port;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.out = out;
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    long pid() {
        Process started = process;
        return started == null ? 0 : started.pid();
    }

    Life life() {
        Process started = process;
        if (started == null || !started.isAlive()) return Life.DEAD;
        return paused ? Life.PAUSED : Life.RUNNING;
    }

    /** Does nothing while it runs. */
    synchronized void start() throws IOException {
        if (life() != Life.DEAD) return;
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        paused = false;
        expected = false;
        Process started = builder.start();
        process = started;
        Thread.ofVirtual().name("output-" + name).start(() -> print(started.getInputStream()));
        Thread.ofVirtual().name("end-" + name).start(() -> watch(started));
        out.println("node " + name + " http://localhost:" + port + " pid " + started.pid());
    }

    /** As the system does to a process that it has no memory for: at once, without a word. */
    synchronized void kill() {
        Process started = process;
        if (started == null) return;
        expected = true;
        started.destroyForcibly();
        await(started);
    }

    /** It does nothing more, and nobody is told: as a machine that swaps, or a long collection. */
    synchronized void pause() throws IOException {
        if (life() != Life.RUNNING) return;
        signal("STOP");
        paused = true;
    }

    synchronized void resume() throws IOException {
        if (life() != Life.PAUSED) return;
        signal("CONT");
        paused = false;
    }

    /** Lets it leave the cluster in peace, and starts it again; one that is dead is started. */
    synchronized void restart() throws IOException {
        stop();
        start();
    }

    /** Asks it to leave, and waits until it has; kills it when it takes too long. */
    synchronized void stop() throws IOException {
        Process started = process;
        if (started == null || !started.isAlive()) return;
        expected = true;
        resume();
        started.destroy();
        if (!await(started)) kill();
    }

    private static boolean await(Process process) {
        try {
            return process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void signal(String signal) throws IOException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).start();
        await(kill);
        if (kill.exitValue() != 0)
            throw new IOException("kill -" + signal + " " + pid() + " failed");
    }

    private void print(InputStream lines) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine())
                out.println(name + " | " + line);
        } catch (IOException e) {
            out.println(name + " | (its output ended: " + e.getMessage() + ")");
        }
    }

    private void watch(Process started) {
        try {
            int code = started.waitFor();
            if (!expected) out.println("node " + name + " died by itself, with code " + code);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
