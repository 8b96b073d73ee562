package dev.livelet.cluster;

import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node in a process of its own, which ends with the test at the latest. */
public final class NodeProcess implements AutoCloseable {
    private static final int START_SECONDS = 60;
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String name;
    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    private NodeProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    /** Starts a program with these arguments; the first is the node's name. */
    public static NodeProcess start(Class<?> program, String name, Path directory, String... more)
            throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx200m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                program.getName(),
                                name,
                                directory.toString()));
        command.addAll(List.of(more));
        return new NodeProcess(name, new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private void read() {
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("port ")) port.complete(Integer.valueOf(line.substring(5)));
                else System.out.println(name + ": " + line);
            }
        } catch (IOException ended) {
            System.out.println(name + " says no more: " + ended.getMessage());
        } finally {
            port.completeExceptionally(new IOException(name + " ended before it had a port"));
        }
    }

    public String name() {
        return name;
    }

    /** Where it serves pages; waits until it does. */
    public int port() {
        try {
            return port.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(name + " did not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** One of the figures that it serves. */
    public long figure(String figure) throws IOException, InterruptedException {
        return JsonMapper.shared().readTree(figures()).path(figure).asLong();
    }

    /** All of them, as JSON. */
    public String figures() throws IOException, InterruptedException {
        URI address = URI.create("http://localhost:" + port() + "/livelet/metrics");
        return HTTP.send(
                        HttpRequest.newBuilder(address).timeout(ANSWER).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Writes a line to its standard input: see {@code Interference.command}. */
    public void tell(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Whether it has said where it serves pages, and still may. */
    public boolean isReady() {
        return port.isDone() && !port.isCompletedExceptionally() && isAlive();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** As {@code kill -9}; returns when it is dead. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /**
     * As a system that shuts down does it: asks it to end, and takes its input away; returns when
     * it has ended by itself. Not by {@link Process#destroy}, which does not let it say its last
     * words.
     */
    public void terminate() throws IOException {
        signal("TERM");
        process.getOutputStream().close();
        process.onExit().join();
    }

    /** Stops it, or lets it go on: SIGSTOP and SIGCONT. */
    public void signal(String signal) throws IOException {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
