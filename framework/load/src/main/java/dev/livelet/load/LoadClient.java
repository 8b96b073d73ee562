package dev.livelet.load;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Drives live pages over sockets that never block, all of them on one thread, tens of thousands if
 * the system lets a process have so many files. For more than a core's worth of load start several,
 * best in processes of their own.
 *
 * <p>Its methods can be called from any thread; pages, listeners and whatever is handed over run on
 * the client's. An exception there is kept, and thrown by the next {@link #await} or {@link #ask}.
 */
public final class LoadClient implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final long TICK = 100_000_000;
    private static final long LOOK = 5_000_000;
    private static final long PATIENCE_SECONDS = 60;

    private final long start = System.nanoTime();
    private final Loop loop = new Loop("load-" + NUMBER.incrementAndGet());
    private final Bundles bundles = new Bundles(loop);
    private final Tally tally = new Tally();
    private final List<LoadPage> pages = new ArrayList<>();
    private final Deque<LoadPage> waiting = new ArrayDeque<>();
    private int opening;
    private int atOnce = 64;

    private LoadClient() {
        loop.execute(this::tick);
    }

    public static LoadClient start() {
        return new LoadClient();
    }

    /** How many pages are fetched and joined at the same time; 64 without this. */
    public LoadClient atOnce(int count) {
        loop.execute(() -> atOnce = count);
        return this;
    }

    /** Opens a page of a server, as {@code http://localhost:8080}. */
    public LoadPage open(URI server, String path) {
        return open(() -> server, path, PageListener.NONE);
    }

    /**
     * Opens a page. It joins when those before it have.
     *
     * @param servers is asked for an address at each connection: as a balancer chooses. No TLS
     */
    public LoadPage open(Supplier<URI> servers, String path, PageListener listener) {
        LoadPage page = new LoadPage(this, servers, path, listener);
        loop.execute(
                () -> {
                    pages.add(page);
                    waiting.add(page);
                    tally.opened++;
                    openNext();
                });
        return page;
    }

    /**
     * Opens a WebSocket that has no page behind it; on the client's thread.
     *
     * @param headers lines of the handshake besides those of RFC 6455, each with its end
     */
    public BareSocket socket(
            URI server, String path, String headers, BareSocket.Listener listener) {
        return BareSocket.open(loop, server, path, headers, listener);
    }

    /** A browser without pages: requests over one connection; on the client's thread. */
    public BareHttp http(URI server) {
        return new BareHttp(loop, server);
    }

    /** Runs this on the client's thread. */
    public void execute(Runnable task) {
        loop.execute(task);
    }

    /** Runs this on the client's thread after this time. */
    public void after(Duration time, Runnable task) {
        long due = System.nanoTime() + time.toNanos();
        loop.execute(() -> loop.at(due, task));
    }

    /** What the supplier says on the client's thread. */
    public <T> T ask(Supplier<T> question) throws InterruptedException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> answer.completeAsync(question, Runnable::run));
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("The load client's thread is busy or dead", e);
        } finally {
            check();
        }
    }

    public LoadCounts counts() throws InterruptedException {
        return ask(tally::counts);
    }

    /**
     * Waits until this holds.
     *
     * @param condition is asked on the client's thread, every few milliseconds
     * @throws IllegalStateException when it does not in this time, or something failed meanwhile
     */
    public void await(String what, Duration patience, BooleanSupplier condition)
            throws InterruptedException {
        CompletableFuture<Boolean> holds = new CompletableFuture<>();
        loop.execute(() -> look(condition, holds));
        try {
            holds.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("When waiting for " + what, e.getCause());
        } catch (TimeoutException e) {
            holds.cancel(false);
            throw new IllegalStateException(
                    "Waited for " + patience.toSeconds() + " s in vain for " + what, e);
        }
    }

    private void look(BooleanSupplier condition, CompletableFuture<Boolean> holds) {
        if (holds.isDone()) return;
        try {
            check();
            if (condition.getAsBoolean()) holds.complete(true);
            else loop.at(System.nanoTime() + LOOK, () -> look(condition, holds));
        } catch (RuntimeException e) {
            holds.completeExceptionally(e);
        }
    }

    /** Throws what went wrong on the client's thread. */
    private void check() {
        Throwable failure = loop.failure();
        if (failure != null)
            throw new IllegalStateException("The load client failed: " + failure, failure);
    }

    Loop loop() {
        return loop;
    }

    Bundles bundles() {
        return bundles;
    }

    Tally tally() {
        return tally;
    }

    /** Nanoseconds since the client's start. */
    long now() {
        return System.nanoTime() - start;
    }

    /** A page has joined or is over. */
    void settled(LoadPage page) {
        if (!page.connection().settle()) return;
        opening--;
        openNext();
    }

    private void openNext() {
        while (opening < atOnce && !waiting.isEmpty()) {
            opening++;
            waiting.remove().connection().start();
        }
    }

    private void tick() {
        long now = now();
        for (LoadPage page : pages) page.connection().tick(now);
        loop.at(System.nanoTime() + TICK, this::tick);
    }

    /** Cuts all sockets without a word, as when a process is killed; its pages may come back. */
    @Override
    public void close() {
        loop.close();
    }
}
