package dev.livelet.load;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The one thread of a client: waits for sockets, for tasks of other threads and for timers. An
 * exception that leaves a task stops nothing; the first is kept as {@link #failure}.
 */
final class Loop implements AutoCloseable {
    private static final int INPUT = 1 << 17;
    private static final long MILLISECOND = 1_000_000;

    /** Who is told that a socket can be read, written or is connected. */
    interface Ready {
        void ready(SelectionKey key);
    }

    private record Timer(long at, long order, boolean exact, Runnable task)
            implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            return at != other.at ? Long.signum(at - other.at) : Long.compare(order, other.order);
        }
    }

    private final Selector selector;
    private final Thread thread;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final ByteBuffer input = ByteBuffer.allocate(INPUT);
    private long order;
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;

    Loop(String name) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    /** From any thread. */
    void execute(Runnable task) {
        tasks.add(task);
        if (Thread.currentThread() != thread) selector.wakeup();
    }

    /**
     * On the loop's thread.
     *
     * @param nanos of {@link System#nanoTime}
     */
    void at(long nanos, Runnable task) {
        timers.add(new Timer(nanos, order++, false, task));
    }

    /** As {@link #at}, on time to microseconds: the thread spins for the last millisecond. */
    void exactlyAt(long nanos, Runnable task) {
        timers.add(new Timer(nanos, order++, true, task));
    }

    SelectionKey register(SocketChannel channel, int interest, Ready ready) throws IOException {
        return channel.register(selector, interest, ready);
    }

    /** What was read last; empty after the call that it was read for. */
    ByteBuffer input() {
        return input;
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    @Nullable Throwable failure() {
        return failure;
    }

    private void run() {
        try {
            while (!closed) {
                select();
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) attempt(task);
                long now = System.nanoTime();
                for (Timer next = timers.peek();
                        next != null && next.at - now <= 0;
                        next = timers.peek()) attempt(timers.remove().task);
            }
            for (SelectionKey key : selector.keys()) key.channel().close();
            selector.close();
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private void select() throws IOException {
        Timer next = timers.peek();
        long wait = next == null ? Long.MAX_VALUE : next.at - System.nanoTime();
        if (!tasks.isEmpty() || wait <= 0) selector.selectNow(this::ready);
        else if (next == null) selector.select(this::ready);
        else if (wait >= MILLISECOND) selector.select(this::ready, wait / MILLISECOND);
        else if (next.exact) {
            if (selector.selectNow(this::ready) == 0) Thread.onSpinWait();
        } else selector.select(this::ready, 1);
    }

    private void ready(SelectionKey key) {
        attempt(() -> ((Ready) key.attachment()).ready(key));
    }

    private void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | AssertionError e) {
            fail(e);
        }
    }

    private void fail(Throwable e) {
        if (failure == null) failure = e;
    }

    /** Closes all sockets without a word; returns when the thread has ended. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        if (isCurrent()) return;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
