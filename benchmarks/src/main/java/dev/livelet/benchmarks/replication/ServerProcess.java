package dev.livelet.benchmarks.replication;

import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link BenchNode} that this process started. Confined to one thread. */
final class ServerProcess implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final BufferedReader answers;
    private final PrintStream questions;
    private final URI address;

    private ServerProcess(Process process) throws IOException {
        this.process = process;
        answers =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        address = URI.create("http://localhost:" + answer("port "));
    }

    /**
     * @param arguments as {@link BenchNode#main}
     */
    static ServerProcess start(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "-XX:+UseSerialGC",
                                "-XX:-UseDynamicNumberOfCompilerThreads",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                BenchNode.class.getName()));
        command.addAll(List.of(arguments));
        return new ServerProcess(
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    private long answer(String beginning) throws IOException {
        while (true) {
            String line = answers.readLine();
            if (line == null) throw new IOException("A server ended; it says why above");
            if (line.startsWith(beginning))
                return Long.parseLong(line.substring(beginning.length()));
            System.out.println(line);
        }
    }

    URI address() {
        return address;
    }

    /** Of all its threads, in nanoseconds since its start. */
    long cpu() throws IOException {
        questions.println("cpu");
        return answer("cpu ");
    }

    /** In use after a collection, in bytes. */
    long heap() throws IOException {
        questions.println("heap");
        return answer("heap ");
    }

    /** One of the figures that it serves. */
    long figure(String name) throws IOException, InterruptedException {
        HttpRequest question = HttpRequest.newBuilder(address.resolve("/livelet/metrics")).build();
        String all = HTTP.send(question, HttpResponse.BodyHandlers.ofString()).body();
        return JsonMapper.shared().readTree(all).path(name).asLong();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
