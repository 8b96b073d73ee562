package dev.livelet.session;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The work of one actor. Any thread puts work in; one task on the executor drains it in order and
 * ends when there is none, so an idle mailbox holds no thread. What one item has written, the next
 * one sees.
 *
 * <p>It begins held: the thread that made it works by itself until {@link #release}.
 *
 * <p>Only messages are bounded here: other work is bounded where it comes from (frames by rate,
 * timers and async work by number).
 */
final class Mailbox implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Mailbox.class);
    private static final int TURNS_BEFORE_YIELD = 64;
    private static final int WAIT_MILLIS = 250;
    private static final int ACTORS_WAIT_MILLIS = 20;

    /** Whether the current thread drains some mailbox: others wait for it, so it waits shortly. */
    private static final ThreadLocal<Boolean> DRAINING = new ThreadLocal<>();

    private final ConcurrentLinkedQueue<Work> queue = new ConcurrentLinkedQueue<>();

    /**
     * Items put and not yet done, plus one while held: whoever raises it from 0 starts the drain,
     * which ends when it is 0 again.
     */
    private final AtomicInteger pending = new AtomicInteger(1);

    private final AtomicInteger messages = new AtomicInteger();
    private final Object owner;
    private final int bound;
    private final Executor executor;
    private final Consumer<Work> worker;
    private volatile boolean stuck;

    /**
     * @param owner for the log
     * @param worker does an item; throws nothing
     */
    Mailbox(Object owner, int bound, Executor executor, Consumer<Work> worker) {
        this.owner = owner;
        this.bound = bound;
        this.executor = executor;
        this.worker = worker;
    }

    void put(Work work) {
        queue.add(work);
        if (pending.getAndIncrement() == 0) executor.execute(this);
    }

    /**
     * Does work that runs no user's handler on this thread, if the actor is idle now; else puts it.
     */
    void runOrPut(Work work) {
        runOrPut(work, () -> true);
    }

    /**
     * As {@link #runOrPut(Work)}, where {@code here} allows it.
     *
     * @param here is asked as the actor
     */
    void runOrPut(Work work, BooleanSupplier here) {
        if (!pending.compareAndSet(0, 1)) {
            put(work);
        } else if (here.getAsBoolean()) {
            worker.accept(work);
            release();
        } else {
            queue.add(work);
            executor.execute(this);
        }
    }

    /**
     * Puts a message. At the bound the publisher waits until there is room, up to 250 ms (another
     * actor up to 20 ms), and once until the mailbox is half empty again: publishers slow down to
     * what their subscribers can do, yet none of these can hold one up for long.
     *
     * @return false when there was no room
     */
    boolean offer(Work.Message message) {
        if (messages.get() >= bound && !waited()) return false;
        messages.incrementAndGet();
        put(message);
        return true;
    }

    private boolean waited() {
        if (stuck) return false;
        int millis = DRAINING.get() == null ? WAIT_MILLIS : ACTORS_WAIT_MILLIS;
        for (int i = 0; i < millis; i++) {
            LockSupport.parkNanos(1_000_000);
            if (messages.get() < bound) return true;
        }
        stuck = true;
        log.warn(
                "{} messages have waited for session {} for {} ms: more are dropped until there are"
                        + " half as many",
                bound,
                owner,
                millis);
        return false;
    }

    /**
     * The thread that made the mailbox is done: what has come meanwhile is worked off elsewhere.
     */
    void release() {
        if (pending.decrementAndGet() > 0) executor.execute(this);
    }

    @Override
    public void run() {
        boolean nested = DRAINING.get() != null;
        DRAINING.set(true);
        try {
            int turns = 0;
            do {
                Work work = queue.remove();
                if (work instanceof Work.Message && messages.decrementAndGet() < bound / 2) {
                    stuck = false;
                }
                worker.accept(work);
                // Virtual threads are not preempted: others want to run as well.
                if (++turns % TURNS_BEFORE_YIELD == 0) Thread.yield();
            } while (pending.decrementAndGet() > 0);
        } finally {
            if (!nested) DRAINING.remove();
        }
    }
}
