package dev.livelet.entity;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The work of one actor. Any thread puts work in; one task on the executor drains it in order and
 * ends when there is none, so an idle actor holds no thread. What one item has written, the next
 * one sees. Bounded where it comes from.
 */
public final class Inbox implements Runnable {
    private static final int TURNS_BEFORE_YIELD = 64;

    private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();

    /** Items put and not yet done: whoever raises it from 0 starts the drain. */
    private final AtomicInteger pending = new AtomicInteger();

    private final Executor executor;

    /**
     * @param executor runs the drains
     */
    public Inbox(Executor executor) {
        this.executor = executor;
    }

    /**
     * @param work throws nothing
     */
    public void put(Runnable work) {
        queue.add(work);
        if (pending.getAndIncrement() == 0) executor.execute(this);
    }

    int size() {
        return pending.get();
    }

    @Override
    public void run() {
        int turns = 0;
        do {
            queue.remove().run();
            // A handler may have left the flag set; the next one shall not find it.
            Thread.interrupted();
            // Virtual threads are not preempted: others want to run as well.
            if (++turns % TURNS_BEFORE_YIELD == 0) Thread.yield();
        } while (pending.decrementAndGet() > 0);
    }
}
