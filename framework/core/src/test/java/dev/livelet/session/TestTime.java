package dev.livelet.session;

import dev.livelet.spi.Timers;

import java.time.Duration;
import java.util.PriorityQueue;

/**
 * A clock that stands until the test moves it; what falls due on the way runs on the test's thread.
 */
final class TestTime implements Timers {
    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long now;
    private long count;

    private record Entry(long due, long order, Runnable action) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return due == other.due
                    ? Long.compare(order, other.order)
                    : Long.compare(due, other.due);
        }
    }

    synchronized long nanos() {
        return now;
    }

    @Override
    public synchronized Timer after(Duration delay, Runnable action) {
        Entry entry = new Entry(now + delay.toNanos(), count++, action);
        entries.add(entry);
        return () -> {
            synchronized (this) {
                entries.remove(entry);
            }
        };
    }

    void pass(Duration time) {
        long end = nanos() + time.toNanos();
        while (true) {
            Entry next;
            synchronized (this) {
                next = entries.peek();
                if (next == null || next.due() > end) {
                    now = end;
                    return;
                }
                entries.remove();
                now = Math.max(now, next.due());
            }
            next.action().run();
        }
    }

    synchronized int waiting() {
        return entries.size();
    }
}
