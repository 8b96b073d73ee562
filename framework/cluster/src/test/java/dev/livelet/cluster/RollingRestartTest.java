package dev.livelet.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * All nodes are restarted one after the other while users type, into a release whose state is
 * another, and back: no state is lost, no page is loaded anew, and pages do not come in a storm.
 * Some pages sleep meanwhile: when they wake, no node is left that ever knew them.
 */
class RollingRestartTest {
    private static final int PAGES = Integer.getInteger("pages", 60);
    private static final int SLEEPERS = PAGES / 10;

    /** Of all pages, so many come within a second at most. */
    private static final int STORM = PAGES / 2;

    @TempDir Path directory;

    /** A user who types on and on. */
    private static final class Typist {
        private static final long EACH = 150_000_000;

        /** As a browser does: no more than it may keep. */
        private static final int KEPT = 50;

        final PageClient page;
        private final Thread thread;
        private volatile int typed;
        private volatile boolean enough;

        Typist(PageClient page) {
            this.page = page;
            thread = Thread.ofVirtual().start(this::type);
        }

        private void type() {
            while (!enough) {
                if (page.kept() < KEPT) page.type(Integer.toString(++typed));
                LockSupport.parkNanos(EACH);
            }
        }

        /** All that was typed, when all of it has its answer. */
        List<String> finished() throws InterruptedException {
            enough = true;
            thread.join();
            page.await(p -> p.unanswered() == 0, "answers to " + typed);
            return IntStream.rangeClosed(1, typed).mapToObj(Integer::toString).toList();
        }
    }

    private final List<Typist> typists = new ArrayList<>();

    private void restartAll(NodeProcesses nodes, String... arguments) throws Exception {
        List<Typist> sleepers = typists.subList(0, SLEEPERS);
        for (Typist sleeper : sleepers) sleeper.page.sleep();
        for (int i = 0; i < 3; i++) {
            nodes.restart(i, arguments);
            nodes.awaitAll();
        }
        for (Typist sleeper : sleepers) sleeper.page.wake();
        for (Typist typist : typists)
            typist.page.await(
                    p -> p.isConnected() && p.kept() < Typist.KEPT, "a page that goes on");
    }

    @Test
    void noStateIsLostAndNoPageIsLoadedAnew() throws Exception {
        long seed = Long.getLong("livelet.seed", 7);
        try (NodeProcesses nodes = new NodeProcesses(directory, new Random(seed))) {
            for (int i = 0; i < PAGES; i++)
                typists.add(
                        new Typist(
                                new PageClient(i % 2 == 0 ? "/sync" : "/async", nodes::anyPort)));
            for (Typist typist : typists)
                typist.page.await(PageClient::isConnected, "the first join");

            restartAll(nodes, "next");
            restartAll(nodes);

            int written = 0;
            for (Typist typist : typists) {
                List<String> typed = typist.finished();
                assertTrue(typed.size() > 50, () -> "typed only " + typed);
                assertEquals(typed, typist.page.entries(), typist.page::toString);
                assertEquals(0, typist.page.history().freshMounts(), typist.page::toString);
                assertEquals(0, typist.page.history().refused(), typist.page::toString);
                written += typed.size();
            }
            int peak = peak();
            System.out.println(
                    "six restarts under "
                            + PAGES
                            + " pages: "
                            + written
                            + " entries, none lost; "
                            + joins().size()
                            + " joins, at most "
                            + peak
                            + " within a second; moves of pages that were awake took "
                            + outages());
            assertTrue(peak <= STORM, () -> peak + " joins within a second");
        } finally {
            typists.forEach(t -> t.page.close());
        }
    }

    /** After each page's first. */
    private List<Long> joins() {
        return typists.stream()
                .flatMap(t -> t.page.history().joinTimes().stream().skip(1))
                .sorted()
                .toList();
    }

    private int peak() {
        List<Long> times = joins();
        int peak = 0;
        for (int first = 0, last = 0; last < times.size(); last++) {
            while (times.get(last) - times.get(first) > 1_000_000_000L) first++;
            peak = Math.max(peak, last - first + 1);
        }
        return peak;
    }

    private String outages() {
        List<Long> sorted =
                typists.stream()
                        .skip(SLEEPERS)
                        .flatMap(t -> t.page.history().outages().stream())
                        .sorted()
                        .toList();
        return "p50 "
                + sorted.get(sorted.size() / 2)
                + " ms, p99 "
                + sorted.get(sorted.size() * 99 / 100)
                + " ms, longest "
                + sorted.getLast()
                + " ms";
    }
}
