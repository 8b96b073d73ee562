package dev.livelet.session;

import dev.livelet.spi.Timers;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All timers of a node on one thread: a hashed timing wheel (Varghese and Lauck, 1987). Setting and
 * cancelling one costs O(1); the thread sleeps until the next slot that is not empty. An action
 * runs up to one tick late, on the wheel's thread, and must only enqueue.
 */
final class TimerWheel implements Timers, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TimerWheel.class);
    private static final long TICK_NANOS = 5_000_000;
    private static final int SLOTS = 2_048;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition sooner = lock.newCondition();
    private final @Nullable Entry[] slots = new @Nullable Entry[SLOTS];
    private final long start = System.nanoTime();
    private final Thread thread =
            Thread.ofPlatform().name("livelet-timers").daemon().unstarted(this::turn);
    private int waiting;
    private long done;
    private long wakeAt = Long.MAX_VALUE;
    private boolean closed;

    TimerWheel() {
        thread.start();
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
        lock.lock();
        try {
            long due = (System.nanoTime() - start + Math.max(0, delay.toNanos())) / TICK_NANOS + 1;
            Entry entry = new Entry(Math.max(due, done + 1), action);
            if (closed) return entry;
            insert(entry);
            if (entry.due < wakeAt) sooner.signal();
            return entry;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            sooner.signal();
        } finally {
            lock.unlock();
        }
    }

    private void turn() {
        List<Entry> due = new ArrayList<>();
        while (collect(due)) {
            for (Entry entry : due) {
                // one that ran before it, while the wheel was late, may have cancelled it
                if (entry.cancelled) continue;
                try {
                    entry.action.run();
                } catch (Throwable e) {
                    // This is the only thread: whatever one action does, the others have their
                    // time.
                    log.error("A timer's action threw", e);
                }
            }
            due.clear();
        }
    }

    /** Waits until something is due; false when closed. */
    private boolean collect(List<Entry> due) {
        lock.lock();
        try {
            while (!closed) {
                long now = (System.nanoTime() - start) / TICK_NANOS;
                for (long tick = Math.max(done + 1, now - SLOTS + 1);
                        tick <= now && waiting > 0;
                        tick++) takeDue(tick, now, due);
                done = now;
                if (!due.isEmpty()) return true;
                sleep();
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void sleep() throws InterruptedException {
        if (waiting == 0) {
            wakeAt = Long.MAX_VALUE;
            sooner.await();
            return;
        }
        long next = done + 1;
        while (slots[slot(next)] == null) next++;
        wakeAt = next;
        long nanos = next * TICK_NANOS - (System.nanoTime() - start);
        if (nanos > 0) sooner.awaitNanos(nanos);
    }

    private void takeDue(long tick, long now, List<Entry> due) {
        for (Entry entry = slots[slot(tick)]; entry != null; ) {
            Entry next = entry.next;
            // Others in this slot belong to a later round of the wheel.
            if (entry.due <= now) {
                unlink(entry);
                due.add(entry);
            }
            entry = next;
        }
    }

    private void insert(Entry entry) {
        int slot = slot(entry.due);
        Entry head = slots[slot];
        entry.next = head;
        if (head != null) head.previous = entry;
        slots[slot] = entry;
        entry.linked = true;
        waiting++;
    }

    private void unlink(Entry entry) {
        if (!entry.linked) return;
        entry.linked = false;
        waiting--;
        if (entry.previous == null) slots[slot(entry.due)] = entry.next;
        else entry.previous.next = entry.next;
        if (entry.next != null) entry.next.previous = entry.previous;
        entry.previous = null;
        entry.next = null;
    }

    private static int slot(long tick) {
        return (int) (tick % SLOTS);
    }

    private final class Entry implements Timer {
        private final long due;
        private final Runnable action;
        private @Nullable Entry previous;
        private @Nullable Entry next;
        private boolean linked;
        private volatile boolean cancelled;

        Entry(long due, Runnable action) {
            this.due = due;
            this.action = action;
        }

        @Override
        public void cancel() {
            cancelled = true;
            lock.lock();
            try {
                unlink(this);
            } finally {
                lock.unlock();
            }
        }
    }
}
