package dev.livelet.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Pages whose node dies, with real processes: nothing that was typed is lost or doubled. */
class KilledNodesTest {
    private static final int KILLS = Integer.getInteger("kills", 5);

    @TempDir Path directory;
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final Random random = new Random(Long.getLong("livelet.seed", 42));

    @BeforeEach
    void startNodes() throws IOException, InterruptedException {
        for (String name : List.of("n1", "n2", "n3"))
            nodes.add(NodeProcess.start(LedgerNode.class, name, directory));
        awaitAll();
    }

    /** Waits until the nodes see each other, and all copies are where they should be. */
    private void awaitAll() throws IOException, InterruptedException {
        for (NodeProcess node : nodes) {
            long end = System.nanoTime() + 60_000_000_000L;
            while (node.figure("cluster_members") < nodes.size()
                    || node.figure("cluster_under_replicated") > 0) {
                if (System.nanoTime() > end)
                    throw new AssertionError(node.name() + " does not see the others");
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    @AfterEach
    void endNodes() {
        nodes.forEach(NodeProcess::close);
    }

    private synchronized int anyPort() {
        List<NodeProcess> alive = nodes.stream().filter(NodeProcess::isAlive).toList();
        return alive.get(random.nextInt(alive.size())).port();
    }

    /** Kills the node that serves the page, and starts another of its name in its place. */
    private synchronized void killNodeOf(PageClient page) throws IOException {
        for (int i = 0; i < nodes.size(); i++) {
            NodeProcess node = nodes.get(i);
            if (node.port() != page.port()) continue;
            node.kill();
            nodes.set(i, NodeProcess.start(LedgerNode.class, node.name(), directory));
            return;
        }
    }

    @Test
    void whatWasTypedIsWrittenOnceAndInOrder() throws Exception {
        killWhileTyping("/sync");
    }

    @Test
    void withoutWaitingForBackupsToo() throws Exception {
        killWhileTyping("/async");
    }

    private void killWhileTyping(String path) throws Exception {
        long[] millis = new long[KILLS];
        int typed = 0;
        try (PageClient page = new PageClient(path, this::anyPort)) {
            page.await(PageClient::isConnected, "the first join");
            for (int kill = 0; kill < KILLS; kill++) {
                for (int i = 0; i < 10; i++) page.type(Integer.toString(++typed));
                int soFar = typed;
                if (random.nextBoolean())
                    page.await(p -> p.unanswered() == 0, "answers to " + soFar);
                killNodeOf(page);
                page.type(Integer.toString(++typed));
                int last = typed;
                millis[kill] =
                        page.await(
                                p -> p.unanswered() == 0 && p.entries().size() == last,
                                "a page that goes on after kill " + kill);
                awaitAll();
            }
            assertEquals(
                    IntStream.rangeClosed(1, typed).mapToObj(Integer::toString).toList(),
                    page.entries());
            assertEquals(0, page.refused());
            System.out.println(
                    path
                            + ": kill to usable page, ms: "
                            + Arrays.toString(Arrays.stream(millis).sorted().toArray())
                            + ", full renders "
                            + page.fullRenders()
                            + ", joins "
                            + page.joins());
        }
    }
}
