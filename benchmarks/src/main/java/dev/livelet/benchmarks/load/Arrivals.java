package dev.livelet.benchmarks.load;

import dev.livelet.load.LoadPage;
import dev.livelet.load.PageListener;
import dev.livelet.load.ServerFrame;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Counts the frames that come unasked, until all pages have one. */
final class Arrivals implements PageListener {
    private static final int PATIENCE_SECONDS = 30;

    private volatile CompletableFuture<Long> all = new CompletableFuture<>();
    private volatile int missing;

    /** So many are expected next; while nothing is under way. */
    void expect(int count) {
        all = new CompletableFuture<>();
        missing = count;
    }

    /** On the client's thread. */
    void add() {
        missing = missing - 1;
        if (missing == 0) all.complete(System.nanoTime());
    }

    @Override
    public void frame(LoadPage page, ServerFrame frame) {
        if (frame.isPatch()) add();
    }

    /** When the last one came, as {@link System#nanoTime}, which is the same in all processes. */
    long last() throws Exception {
        try {
            return all.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(missing + " pages were not told", e);
        }
    }
}
