package dev.livelet.test;

import dev.livelet.spi.Timers;

import java.time.Duration;
import java.util.PriorityQueue;

/**
 * Time that passes only when a test says so. Timers may be set on any thread; they run on the one
 * that advances the clock.
 */
final class VirtualClock implements Timers {
    private final PriorityQueue<Entry> waiting = new PriorityQueue<>();
    private long now;
    private long made;

    private record Entry(long due, long order, Runnable action) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return due != other.due
                    ? Long.compare(due, other.due)
                    : Long.compare(order, other.order);
        }
    }

    synchronized long nanos() {
        return now;
    }

    @Override
    public synchronized Timer after(Duration delay, Runnable action) {
        Entry entry = new Entry(now + Math.max(0, delay.toNanos()), made++, action);
        waiting.add(entry);
        return () -> cancel(entry);
    }

    private synchronized void cancel(Entry entry) {
        waiting.remove(entry);
    }

    /**
     * Lets time pass.
     *
     * @param settle runs after each action that was due, before time goes on
     */
    void advance(Duration by, Runnable settle) {
        long end = nanos() + by.toNanos();
        Entry due = next(end);
        while (due != null) {
            due.action().run();
            settle.run();
            due = next(end);
        }
        synchronized (this) {
            now = end;
        }
    }

    private synchronized @org.jspecify.annotations.Nullable Entry next(long end) {
        Entry first = waiting.peek();
        if (first == null || first.due() > end) return null;
        now = Math.max(now, first.due());
        return waiting.poll();
    }
}
