package dev.livelet.cluster.soak;

import dev.livelet.cluster.NodeProcess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The nodes' processes, by number from 0, and the balancer in front of them, which sends pages
 * where a node serves; that one hangs it learns after three seconds. Thread-safe; harm is done by
 * one thread.
 */
final class SoakNodes implements AutoCloseable {
    private static final long PATIENCE = 90_000_000_000L;
    private static final long NOTICED = 3_000_000_000L;

    private final List<NodeProcess> nodes = new ArrayList<>();
    private final Map<Integer, Long> hanging = new ConcurrentHashMap<>();
    private final Map<Integer, Boolean> leaving = new ConcurrentHashMap<>();
    private final Path directory;
    private final Path journals;
    private final int count;
    private final long seed;
    private final String lacks;
    private final Random balance;

    SoakNodes(Path directory, int count, long seed, String lacks)
            throws IOException, InterruptedException {
        this.directory = Files.createDirectories(directory.resolve("nodes"));
        this.journals = Files.createDirectories(directory.resolve("journals"));
        this.count = count;
        this.seed = seed;
        this.lacks = lacks;
        balance = new Random(seed + 1);
        for (int i = 0; i < count; i++) nodes.add(process(i));
        awaitWhole();
    }

    private NodeProcess process(int node) throws IOException {
        return NodeProcess.start(
                SoakNode.class,
                "n" + (node + 1),
                directory,
                journals.toString(),
                Integer.toString(count),
                Long.toString(seed + node),
                lacks);
    }

    int count() {
        return count;
    }

    synchronized NodeProcess get(int node) {
        return nodes.get(node);
    }

    private synchronized void set(int node, NodeProcess process) {
        nodes.set(node, process);
    }

    /** Where the balancer sends a page; 0 when no node serves. */
    int port() {
        List<NodeProcess> serving = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Long since = hanging.get(i);
            boolean hangs = since != null && System.nanoTime() - since > NOTICED;
            if (!hangs && !leaving.containsKey(i) && get(i).isReady()) serving.add(get(i));
        }
        synchronized (balance) {
            return serving.isEmpty() ? 0 : serving.get(balance.nextInt(serving.size())).port();
        }
    }

    /** Of this node; 0 while it does not serve. */
    int port(int node) {
        NodeProcess process = get(node);
        return hanging.containsKey(node) || leaving.containsKey(node) || !process.isReady()
                ? 0
                : process.port();
    }

    void kill(int node) throws IOException {
        get(node).kill();
    }

    void start(int node) throws IOException {
        set(node, process(node));
    }

    /** As by SIGTERM; returns when it has ended. */
    void stop(int node) throws IOException {
        leaving.put(node, true);
        get(node).terminate();
        leaving.remove(node);
    }

    void pause(int node) throws IOException {
        hanging.put(node, System.nanoTime());
        get(node).signal("STOP");
    }

    void resume(int node) throws IOException {
        get(node).signal("CONT");
        hanging.remove(node);
    }

    /** What these nodes send does not reach those. */
    void cut(List<Integer> from, List<Integer> to) throws IOException {
        tell(to, "drop", from);
    }

    /** Tells some about what comes from others. */
    void tell(List<Integer> nodes, String trouble, List<Integer> from) throws IOException {
        StringBuilder line = new StringBuilder(trouble);
        from.forEach(node -> line.append(' ').append(get(node).name()));
        for (int node : nodes) get(node).tell(line.toString());
    }

    void heal() throws IOException {
        for (int i = 0; i < count; i++) heal(i);
    }

    void heal(int node) throws IOException {
        get(node).tell("heal");
    }

    /**
     * Waits until all see each other and each session has its copy, and still do a second later.
     */
    void awaitWhole() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        int times = 0;
        while (times < 5) {
            times = isWhole() ? times + 1 : 0;
            if (System.nanoTime() > end) throw new AssertionError("not whole: " + state());
            LockSupport.parkNanos(200_000_000);
        }
    }

    private boolean isWhole() throws InterruptedException {
        for (int i = 0; i < count; i++)
            if (figure(i, "cluster_members") != count || figure(i, "cluster_under_replicated") != 0)
                return false;
        return true;
    }

    /** -1 when the node gives none. */
    long figure(int node, String name) throws InterruptedException {
        try {
            return get(node).figure(name);
        } catch (IOException | IllegalStateException notThere) {
            return -1;
        }
    }

    /** How many nodes this one sees. */
    long sees(int node) {
        try {
            return figure(node, "cluster_members");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** All that a node tells. */
    String figures(int node) throws IOException, InterruptedException {
        return get(node).figures();
    }

    private String state() throws InterruptedException {
        StringBuilder state = new StringBuilder();
        for (int i = 0; i < count; i++)
            state.append(get(i).name())
                    .append(" sees ")
                    .append(figure(i, "cluster_members"))
                    .append(", without copy ")
                    .append(figure(i, "cluster_under_replicated"))
                    .append("; ");
        return state.toString();
    }

    Journals journals() throws IOException {
        return new Journals(journals);
    }

    @Override
    public void close() {
        for (int i = 0; i < count; i++) get(i).close();
    }
}
