package dev.livelet.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Three nodes in processes of their own. Thread-safe. */
final class NodeProcesses implements AutoCloseable {
    private static final long PATIENCE = 60_000_000_000L;

    private final List<NodeProcess> nodes = new ArrayList<>();
    private final Path directory;
    private final Random random;

    NodeProcesses(Path directory, Random random) throws IOException, InterruptedException {
        this.directory = directory;
        this.random = random;
        for (String name : List.of("n1", "n2", "n3"))
            nodes.add(NodeProcess.start(LedgerNode.class, name, directory));
        awaitAll();
    }

    synchronized List<NodeProcess> all() {
        return List.copyOf(nodes);
    }

    /** Waits until the nodes see each other, and all copies are where they should be. */
    void awaitAll() throws IOException, InterruptedException {
        for (NodeProcess node : all()) awaitMembers(node, nodes.size());
    }

    /** Waits until a node sees so many, itself included, and its sessions have their copies. */
    void awaitMembers(NodeProcess node, int count) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        while (node.figure("cluster_members") != count
                || count > 1 && node.figure("cluster_under_replicated") > 0) {
            if (System.nanoTime() > end)
                throw new AssertionError(node.name() + " does not see " + count);
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** What one side sends does not reach the other one, nor the other way round. */
    void split(List<NodeProcess> one, List<NodeProcess> other) throws IOException {
        for (NodeProcess node : one) node.tell("drop " + names(other));
        for (NodeProcess node : other) node.tell("drop " + names(one));
    }

    void heal() throws IOException {
        for (NodeProcess node : all()) node.tell("heal");
    }

    private static String names(List<NodeProcess> nodes) {
        return nodes.stream().map(NodeProcess::name).collect(Collectors.joining(" "));
    }

    /** The node that the page has its socket to. */
    NodeProcess serving(PageClient page) {
        return all().stream().filter(node -> node.port() == page.port()).findAny().orElseThrow();
    }

    /** Of a node that serves, perhaps to its end only: a balancer that is late to notice. */
    synchronized int anyPort() {
        List<NodeProcess> ready = nodes.stream().filter(NodeProcess::isReady).toList();
        // none is left when the test ends
        return ready.isEmpty() ? 0 : ready.get(random.nextInt(ready.size())).port();
    }

    /** Kills the node that serves the page, and starts another of its name in its place. */
    synchronized void killNodeOf(PageClient page) throws IOException {
        for (int i = 0; i < nodes.size(); i++) {
            NodeProcess node = nodes.get(i);
            if (node.port() != page.port()) continue;
            node.kill();
            nodes.set(i, NodeProcess.start(LedgerNode.class, node.name(), directory));
            return;
        }
    }

    /** Asks a node to end, waits until it has, and starts another of its name in its place. */
    void restart(int index, String... arguments) throws IOException {
        NodeProcess node = all().get(index);
        node.terminate();
        synchronized (this) {
            nodes.set(
                    index, NodeProcess.start(LedgerNode.class, node.name(), directory, arguments));
        }
    }

    @Override
    public synchronized void close() {
        nodes.forEach(NodeProcess::close);
    }
}
