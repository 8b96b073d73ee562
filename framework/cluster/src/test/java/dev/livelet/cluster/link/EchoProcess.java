package dev.livelet.cluster.link;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A node in a process of its own, which can be stopped and killed. It answers each frame {@code x}
 * with {@code echo x} and no question, says {@code VIEW}, {@code GAP} and {@code ASKED} on its
 * standard output, and with {@code slow} takes 20 ms for each frame.
 */
final class EchoProcess implements AutoCloseable {
    private final Process process;
    final List<String> said = new CopyOnWriteArrayList<>();

    private EchoProcess(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::listen);
    }

    static EchoProcess start(TcpNodes nodes, String name, String... options) throws IOException {
        int port = TcpNodes.freePort();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.addAll(
                List.of(EchoProcess.class.getName(), nodes.cluster, name, Integer.toString(port)));
        command.add(
                String.join(
                        ",",
                        nodes.addresses().stream()
                                .map(seed -> Integer.toString(seed.getPort()))
                                .toList()));
        Tls tls = nodes.tls();
        if (tls != null)
            command.addAll(
                    List.of(
                            "tls",
                            tls.keystore().toString(),
                            tls.truststore().toString(),
                            tls.password()));
        command.addAll(Arrays.asList(options));
        return new EchoProcess(
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    private void listen() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine())
                said.add(line);
        } catch (IOException e) {
            said.add("END " + e);
        }
    }

    void awaitSaid(String what) {
        Cluster.await(
                "process says " + what, () -> said.stream().anyMatch(line -> line.equals(what)));
    }

    boolean hasSaid(String what) {
        return said.contains(what);
    }

    void signal(String signal) throws IOException, InterruptedException {
        int exit =
                new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor();
        if (exit != 0) throw new IOException("kill -" + signal + " failed");
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A socket without anything above it, to tell the machine's delays from the link's. */
    private static void echoPlainly() throws IOException {
        ServerSocket server = new ServerSocket(0, 1, TcpNodes.LOOPBACK);
        System.out.println("ECHO " + server.getLocalPort());
        Thread.ofVirtual()
                .start(
                        () -> {
                            try (Socket socket = server.accept()) {
                                socket.setTcpNoDelay(true);
                                socket.getInputStream().transferTo(socket.getOutputStream());
                            } catch (IOException e) {
                                System.out.println("END " + e);
                            }
                        });
    }

    int echoPort() {
        Cluster.await(
                "an echo port", () -> said.stream().anyMatch(line -> line.startsWith("ECHO ")));
        return said.stream()
                .filter(line -> line.startsWith("ECHO "))
                .mapToInt(line -> Integer.parseInt(line.substring(5)))
                .findFirst()
                .orElseThrow();
    }

    private static @Nullable Tls tls(String[] args) {
        return args.length > 4 && args[4].equals("tls")
                ? new Tls(Path.of(args[5]), Path.of(args[6]), args[7])
                : null;
    }

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[2]);
        List<InetSocketAddress> seeds =
                Arrays.stream(args[3].split(","))
                        .map(p -> new InetSocketAddress(TcpNodes.LOOPBACK, Integer.parseInt(p)))
                        .toList();
        boolean slow = Arrays.asList(args).contains("slow");
        GroupLink link =
                new TcpSettings(
                                args[0],
                                args[1],
                                TcpNodes.LOOPBACK,
                                port,
                                TcpNodes.fixed(port, seeds),
                                tls(args),
                                TcpNodes.LOOKING,
                                Duration.ofSeconds(10))
                        .link();
        ConcurrentLinkedQueue<byte[]> echoes = new ConcurrentLinkedQueue<>();
        link.source(Channel.ENTITY, _ -> echoes.poll());
        link.receiver(
                Channel.ENTITY,
                new Link.Receiver() {
                    @Override
                    public void received(NodeId from, byte[] body) {
                        if (slow) {
                            LockSupport.parkNanos(20_000_000L);
                            return;
                        }
                        echoes.add(Ledger.bytes("echo " + Ledger.text(body)));
                        link.wake(from, Channel.ENTITY);
                    }

                    @Override
                    public void gap(NodeId from) {
                        System.out.println("GAP " + from.name());
                    }
                });
        link.answerer(
                Channel.CLAIM,
                (from, question, reply) -> System.out.println("ASKED " + from.name()));
        link.start();
        link.watch(
                view ->
                        System.out.println(
                                "VIEW "
                                        + String.join(
                                                " ",
                                                view.members().stream()
                                                        .map(NodeId::name)
                                                        .sorted()
                                                        .toList())));
        echoPlainly();
        while (System.in.read() >= 0) Thread.onSpinWait();
        link.close();
    }
}
