package dev.livelet.cluster.soak;

import dev.livelet.cluster.PageClient;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Three nodes and pages that are led, step by step, to where one of the rules of replication
 * decides.
 */
final class Drill implements AutoCloseable {
    private static final long PATIENCE = 60_000_000_000L;

    private final Weather weather = new Weather();
    private final Verdict verdict = new Verdict();
    private final SoakNodes nodes;
    private final List<Led> pages = new ArrayList<>();

    /**
     * @param lacks a rule that all nodes do without
     */
    Drill(Path directory, String lacks) throws Exception {
        nodes = new SoakNodes(directory, 3, 1, lacks);
    }

    /** A page that goes where it is sent. */
    private final class Led implements AutoCloseable {
        private final Screen screen;
        private final PageClient page;
        private volatile int node;
        private int typed;

        Led(boolean sync, int node) throws Exception {
            this.node = node;
            String name = (sync ? "s" : "a") + pages.size();
            page =
                    new PageClient(
                            (sync ? "/sync/" : "/async/") + name, () -> nodes.port(this.node));
            page.await(PageClient::isConnected, "the first join");
            screen = new Screen(name, sync, weather, verdict);
            page.watch(screen);
            pages.add(this);
        }

        void type() {
            page.type(Integer.toString(++typed));
        }

        void type(int times) throws InterruptedException {
            for (int i = 0; i < times; i++) type();
            answered();
        }

        void typeSlowly(int millis) {
            page.type(++typed + " " + millis);
        }

        void answered() throws InterruptedException {
            page.await(p -> p.unanswered() == 0 && p.isConnected(), "answers");
        }

        void goTo(int next) {
            node = next;
            page.cut();
        }

        @Override
        public void close() {
            page.close();
        }
    }

    private long[] copies() throws InterruptedException {
        long[] copies = new long[nodes.count()];
        for (int i = 0; i < copies.length; i++) copies[i] = nodes.figure(i, "cluster_copies");
        return copies;
    }

    /** The node that has one copy more than before. */
    private int backup(long[] before) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        while (System.nanoTime() < end) {
            long[] now = copies();
            for (int i = 0; i < now.length; i++) if (now[i] == before[i] + 1) return i;
            LockSupport.parkNanos(20_000_000);
        }
        throw new AssertionError("no node has got a copy");
    }

    /**
     * A node has an old copy, because it was cut off while the page went on; then all that have
     * newer ones die. The page must be told of its loss, not be shown the old copy.
     */
    void oldCopy() throws Exception {
        long[] before = copies();
        Led page = new Led(true, 0);
        page.type(3);
        int old = backup(before);
        int other = 3 - old;
        weather.rough();
        nodes.cut(List.of(0, other), List.of(old));
        nodes.cut(List.of(old), List.of(0, other));
        while (nodes.sees(0) != 2) {
            page.type(1);
            LockSupport.parkNanos(100_000_000);
        }
        page.type(3);
        nodes.kill(0);
        nodes.kill(other);
        page.goTo(old);
        page.answered();
        page.type(2);
        nodes.heal(old);
        nodes.start(0);
        nodes.start(other);
        nodes.awaitWhole();
        weather.whole();
    }

    /** A node dies that has just answered events. */
    void repeatedEvents() throws Exception {
        Led page = new Led(true, 0);
        for (int i = 0; i < 2; i++) {
            int dies = i % 2;
            page.type(6);
            weather.oneFault();
            nodes.kill(dies);
            page.goTo(1 - dies);
            page.answered();
            nodes.start(dies);
            nodes.awaitWhole();
        }
    }

    /** A node is paused in the middle of a handler, and goes on when the page is elsewhere. */
    void oldOwner() throws Exception {
        long[] before = copies();
        Led page = new Led(false, 0);
        page.type(3);
        int next = backup(before) == 1 ? 2 : 1;
        page.typeSlowly(2000);
        while (nodes.journals().of("begins").isEmpty()) LockSupport.parkNanos(20_000_000);
        weather.oneFault();
        nodes.pause(0);
        page.goTo(next);
        page.answered();
        page.type(3);
        nodes.resume(0);
        nodes.awaitWhole();
        // It has asked the others what became of its sessions, and let go what it may.
        LockSupport.parkNanos(3_000_000_000L);
        nodes.journals()
                .compareAttempts(Map.of(page.screen.page(), page.screen.lines()), weather, verdict);
        page.type(3);
    }

    Verdict verdict() {
        return verdict;
    }

    @Override
    public void close() {
        pages.forEach(Led::close);
        nodes.close();
    }
}
