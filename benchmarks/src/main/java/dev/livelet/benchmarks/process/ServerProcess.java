package dev.livelet.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server that this process started, in a JVM of its own with the same options as all others, so
 * that CPU and memory are those of the server alone. It ends with {@link #close}, and when this
 * process ends. Confined to one thread.
 */
public final class ServerProcess implements AutoCloseable {
    /** Further options for all servers, as {@code -XX:StartFlightRecording:filename=x.jfr}. */
    private static final String OPTIONS = System.getProperty("bench.options", "");

    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final PrintStream questions;
    private final URI address;

    private ServerProcess(String name, Process process) throws IOException {
        this.name = name;
        this.process = process;
        answers =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        try {
            address = URI.create("http://127.0.0.1:" + answer("port"));
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Starts a class whose {@code main} ends in {@link Answers#serve}, and waits for its port. */
    public static ServerProcess start(Class<?> main, String... options) throws IOException {
        return start(System.getProperty("java.class.path"), main.getName(), options);
    }

    /**
     * As {@link #start(Class, String...)}, on a class path of its own.
     *
     * @param options of the JVM besides those that all servers have
     */
    public static ServerProcess start(String classPath, String main, String... options)
            throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx2g",
                                "-XX:+UseSerialGC",
                                "-XX:-UseDynamicNumberOfCompilerThreads",
                                "--sun-misc-unsafe-memory-access=allow",
                                "--enable-native-access=ALL-UNNAMED"));
        Arrays.stream(OPTIONS.split(" ")).filter(o -> !o.isEmpty()).forEach(command::add);
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, main));
        return new ServerProcess(
                main.substring(main.lastIndexOf('.') + 1),
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** Asks one of the questions of {@link Answers}. */
    public long ask(String question) throws IOException {
        questions.println(question);
        return answer(question.split(" ")[0]);
    }

    private long answer(String word) throws IOException {
        while (true) {
            String line = answers.readLine();
            if (line == null)
                throw new IOException("The server " + name + " has ended; it says why above");
            if (line.startsWith(word + " "))
                return Long.parseLong(line.substring(word.length() + 1));
            System.out.println(name + ": " + line);
        }
    }

    public URI address() {
        return address;
    }

    /** Of all its threads but the compilers', in nanoseconds since its start. */
    public long cpu() throws IOException {
        return ask("cpu");
    }

    /** In use after a collection, in bytes. */
    public long heap() throws IOException {
        return ask("heap");
    }

    /** In RAM after a collection, in bytes. */
    public long resident() throws IOException {
        return ask("resident");
    }

    @Override
    public void close() {
        questions.close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
