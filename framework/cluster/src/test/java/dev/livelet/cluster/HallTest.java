package dev.livelet.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Pages that show one entity, whose nodes are killed: with real processes. */
class HallTest {
    private static final long PATIENCE = 60_000_000_000L;
    private static final int PAGES = 9;

    @TempDir Path directory;

    private final List<NodeProcess> nodes = new ArrayList<>();
    private final List<PageClient> pages = new ArrayList<>();
    private final Map<PageClient, Long> newest = new HashMap<>();
    private final List<String> backwards = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    @BeforeEach
    void start() throws Exception {
        for (String name : List.of("n1", "n2", "n3"))
            nodes.add(NodeProcess.start(HallNode.class, name, directory));
        await("all nodes", node -> node.figure("cluster_members") == 3);
        for (int i = 0; i < PAGES; i++) {
            PageClient page = new PageClient("/hall", this::anyPort);
            pages.add(page);
            page.watch(this::looked);
        }
        for (PageClient page : pages) page.await(PageClient::isConnected, "the first join");
    }

    @AfterEach
    void stop() {
        pages.forEach(PageClient::close);
        nodes.forEach(NodeProcess::close);
    }

    /** One after the other, so that pages are on all nodes. */
    private int anyPort() {
        List<NodeProcess> ready = nodes.stream().filter(NodeProcess::isReady).toList();
        return ready.get(Math.floorMod(turn.getAndIncrement(), ready.size())).port();
    }

    private interface Condition {
        boolean holds(NodeProcess node) throws Exception;
    }

    private void await(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE;
        for (NodeProcess node : nodes) {
            while (!condition.holds(node)) {
                assertTrue(System.nanoTime() < end, () -> "never: " + what + " at " + node.name());
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    /** The versions that a page shows never go down. */
    private void looked(PageClient page) {
        long version = Long.parseLong(page.text("ins"));
        synchronized (backwards) {
            long before = newest.getOrDefault(page, 0L);
            if (version < before) backwards.add(before + " and then " + version);
            newest.put(page, version);
        }
    }

    private NodeProcess kill(PageClient servedHere) {
        NodeProcess node =
                nodes.stream().filter(n -> n.port() == servedHere.port()).findAny().orElseThrow();
        node.kill();
        nodes.remove(node);
        return node;
    }

    private int lines(PageClient page) {
        return page.entries().size();
    }

    private void allShow(int lines) throws InterruptedException {
        for (PageClient page : pages) {
            page.await(p -> p.isConnected() && lines(p) >= lines, lines + " lines");
            assertEquals(lines, lines(page), "nothing is doubled");
            assertEquals(lines, new HashSet<>(page.entries()).size());
            assertEquals(pages.getFirst().entries(), page.entries(), "all show the same");
        }
        assertEquals(List.of(), backwards, "no page goes back");
    }

    private void nothingWasLost(String what, boolean quiet) throws Exception {
        int full = pages.stream().mapToInt(p -> p.history().fullRenders()).sum();
        int refused = pages.stream().mapToInt(p -> p.history().refused()).sum();
        System.out.println(
                "HallTest, " + what + ": " + full + " full renders, " + refused + " refused");
        for (PageClient page : pages) assertEquals(0, page.history().freshMounts(), page::toString);
        assertEquals(0, refused);
        if (quiet) assertEquals(0, full, "patched from what they showed");
        await("values", node -> node.figure("cluster_entity_values_lost") == 0);
    }

    @Test
    void pagesOfALostNodeAreGivenTheVersionThatTheyShowed() throws Exception {
        for (PageClient page : pages) page.click();
        allShow(PAGES);
        for (PageClient page : pages) page.await(p -> p.kept() == 0, "copies");
        kill(pages.getFirst());
        for (PageClient page : pages) page.await(PageClient::isConnected, "another node");
        for (PageClient page : pages) page.click();
        allShow(2 * PAGES);
        nothingWasLost("quiet", true);
    }

    @Test
    void whatIsSaidWhileANodeDiesIsShownOnceAndToAll() throws Exception {
        int rounds = 12;
        for (int round = 0; round < rounds; round++) {
            for (PageClient page : pages) page.click();
            if (round == 3) kill(pages.getFirst());
            LockSupport.parkNanos(50_000_000);
        }
        allShow(rounds * PAGES);
        for (PageClient page : pages) assertEquals("" + rounds, page.text("b"));
        nothingWasLost("busy", false);
    }
}
