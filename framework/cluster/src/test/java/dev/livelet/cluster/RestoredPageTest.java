package dev.livelet.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** What becomes of all that a page waits for when its node dies, with real processes. */
class RestoredPageTest {
    private static final long PATIENCE = 60_000_000_000L;

    @TempDir Path directory;

    @Test
    void whatWasUnderWayIsToldOrGoesOnAndWhatWasTypedStays() throws Exception {
        try (NodeProcess first = NodeProcess.start(ErrandNode.class, "n1", directory);
                NodeProcess second = NodeProcess.start(ErrandNode.class, "n2", directory)) {
            awaitEachOther(first, second);
            try (PageClient page =
                    new PageClient(
                            "/errand", () -> first.isAlive() ? first.port() : second.port())) {
                page.await(PageClient::isConnected, "the first join");
                page.click();
                page.fill("name", "ad");
                page.fill("text", "dear");
                page.await(p -> p.text("b").equals("dear") && p.kept() == 0, "a copy of all that");
                assertEquals("waits", page.text("p"));
                String wrong = page.text("em");
                assertTrue(wrong.matches(".+\\|.+"), wrong);
                assertEquals("", page.text("ins"));

                first.kill();
                page.await(p -> p.text("ins").contains("gap in news at n2"), "a gap");
                assertEquals("failed: the node was lost", page.text("p"));
                assertEquals(wrong, page.text("em"));

                page.fill("name", "ada");
                page.await(p -> !p.text("em").equals(wrong), "the form to go on");
                assertEquals(wrong.substring(wrong.indexOf('|')), page.text("em"));
                assertEquals("dear", page.text("b"));
                assertEquals(0, page.history().refused());

                page.await(p -> p.text("ins").contains("rang at"), "the timer");
                // one gap is the page's own move, another may be what the lost node had published
                String told = page.text("ins");
                assertTrue(told.matches("(gap in news at n2 )+rang at n2"), told);
            }
        }
    }

    private static void awaitEachOther(NodeProcess... nodes) throws Exception {
        long end = System.nanoTime() + PATIENCE;
        for (NodeProcess node : nodes) {
            while (node.figure("cluster_members") != nodes.length) {
                assertTrue(System.nanoTime() < end, () -> node.name() + " does not see the other");
                LockSupport.parkNanos(20_000_000);
            }
        }
    }
}
