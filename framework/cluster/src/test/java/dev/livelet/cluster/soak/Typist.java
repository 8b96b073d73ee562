package dev.livelet.cluster.soak;

import dev.livelet.cluster.PageClient;

import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** A user who types on and on, at times over another network. */
final class Typist implements AutoCloseable {
    private static final int MOST_KEPT = 40;
    private static final long STUCK = 45_000_000_000L;
    private static final int CUT_EACH = 150;

    private final PageClient page;
    private final Screen screen;
    private final Random random;
    private final Verdict verdict;
    private final Thread thread;
    private volatile int typed;
    private volatile boolean enough;

    Typist(PageClient page, Screen screen, Random random, Verdict verdict) {
        this.page = page;
        this.screen = screen;
        this.random = random;
        this.verdict = verdict;
        page.watch(screen);
        thread = Thread.ofVirtual().name("types on " + screen.page()).start(this::type);
    }

    private void type() {
        long moved = System.nanoTime();
        int left = 0;
        while (!enough) {
            LockSupport.parkNanos(50_000_000L + random.nextInt(250_000_000));
            if (page.kept() < MOST_KEPT) page.type(Integer.toString(++typed));
            int answered = typed - page.unanswered();
            if (answered > left || page.unanswered() == 0) {
                verdict.measured("from answer to answer", (System.nanoTime() - moved) / 1_000_000);
                left = answered;
                moved = System.nanoTime();
            } else if (System.nanoTime() - moved > STUCK) {
                verdict.violation(screen.page() + " is stuck: " + page);
                moved = System.nanoTime();
            }
            if (random.nextInt(CUT_EACH) == 0) {
                verdict.fact("networks changed");
                page.cut();
            }
        }
    }

    /** Types no more, and waits for all answers. */
    void finish() throws InterruptedException {
        enough = true;
        thread.join();
        page.await(p -> p.unanswered() == 0 && p.isConnected(), "the last answers");
    }

    int typed() {
        return typed;
    }

    PageClient page() {
        return page;
    }

    Screen screen() {
        return screen;
    }

    @Override
    public void close() {
        enough = true;
        page.close();
    }
}
