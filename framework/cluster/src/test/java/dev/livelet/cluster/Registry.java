package dev.livelet.cluster;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The world outside of a cluster of {@link RegistryNode}s: has them call entities, and looks at
 * each effect when it happens. Never may one of an epoch come after the first of the next, and none
 * twice. Thread-safe.
 */
final class Registry implements AutoCloseable {
    private final ServerSocket server;
    private final Map<String, Calls> nodes = new ConcurrentHashMap<>();
    private final Map<String, Long> epochs = new HashMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private final Set<String> happened = new HashSet<>();
    private final List<String> wrong = new ArrayList<>();
    private int takeovers;

    /** What a run of a node was asked for, as long as it is there. */
    private static final class Calls {
        final OutputStream out;
        final AtomicLong numbers = new AtomicLong();
        final Map<String, CompletableFuture<String>> open = new ConcurrentHashMap<>();
        final CompletableFuture<Void> ready = new CompletableFuture<>();
        volatile boolean closed;

        Calls(OutputStream out) {
            this.out = out;
        }

        CompletableFuture<String> ask(String question) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            String number = Long.toString(numbers.incrementAndGet());
            open.put(number, answer);
            try {
                synchronized (this) {
                    out.write((number + " " + question + "\n").getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            } catch (IOException e) {
                answer.completeExceptionally(e);
            }
            if (closed) close();
            return answer;
        }

        void said(String line) {
            String[] words = line.split(" ", 4);
            if (words[0].equals("ready")) {
                ready.complete(null);
                return;
            }
            CompletableFuture<String> answer = open.remove(words[1]);
            if (answer == null) throw new IllegalStateException(line);
            if (words[2].equals("ok")) answer.complete(words[3]);
            else answer.completeExceptionally(new IOException(words[3]));
        }

        void close() {
            closed = true;
            open.values().forEach(each -> each.completeExceptionally(new IOException("gone")));
        }
    }

    Registry() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::accept);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.UTF_8))) {
            String[] first = in.readLine().split(" ");
            if (first[0].equals("calls")) calls(first[1], in, socket.getOutputStream());
            else effects(first[1], in, socket.getOutputStream());
        } catch (IOException killed) {
            System.out.println("a node has gone: " + killed.getMessage());
        }
    }

    private void calls(String node, BufferedReader in, OutputStream out) throws IOException {
        Calls calls = new Calls(out);
        nodes.put(node, calls);
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) calls.said(line);
        } finally {
            nodes.remove(node, calls);
            calls.close();
        }
    }

    private void effects(String node, BufferedReader in, OutputStream out) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            happened(node, words[1], Long.parseLong(words[2]), words[3]);
            out.write('\n');
            out.flush();
        }
    }

    private synchronized void happened(String node, String entity, long epoch, String line) {
        Long last = epochs.get(entity);
        if (last != null && epoch < last)
            wrong.add(node + " did " + line + " in the epoch " + epoch + ", after one of " + last);
        if (last != null && epoch > last) takeovers++;
        if (last == null || epoch > last) epochs.put(entity, epoch);
        owners.put(entity, node);
        if (!happened.add(line)) wrong.add(line + " happened twice");
    }

    int port() {
        return server.getLocalPort();
    }

    /** Waits until the node is a member. */
    void awaitReady(String node) {
        LoopbackNodes.await(
                node + " is there",
                () -> {
                    Calls calls = nodes.get(node);
                    return calls != null && calls.ready.isDone();
                });
    }

    /** As in {@code till write l1 line}: fails where there is no such node, or no answer. */
    CompletableFuture<String> ask(String node, String question) {
        Calls calls = nodes.get(node);
        return calls == null || !calls.ready.isDone()
                ? CompletableFuture.failedFuture(new IOException(node + " is not there"))
                : calls.ask(question);
    }

    /** Who did the entity's last effect; null while there was none. */
    synchronized @Nullable String owner(String entity) {
        return owners.get(entity);
    }

    synchronized int effects() {
        return happened.size();
    }

    synchronized int takeovers() {
        return takeovers;
    }

    synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
