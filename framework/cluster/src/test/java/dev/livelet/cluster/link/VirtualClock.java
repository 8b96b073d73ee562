package dev.livelet.cluster.link;

import dev.livelet.spi.Timers;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * Time that passes only by what is to happen in it: actions run one after the other on the thread
 * that calls {@link #run}, by their time, those of one instant in the order of their making.
 */
public final class VirtualClock implements Timers {
    private record Action(long at, long serial, Runnable body) implements Comparable<Action> {
        @Override
        public int compareTo(Action other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(serial, other.serial);
        }
    }

    private final PriorityQueue<Action> actions = new PriorityQueue<>();
    private long now = 1_000_000_000L;
    private long serial;

    public long nanos() {
        return now;
    }

    @Override
    public Timer after(Duration delay, Runnable body) {
        Action action = new Action(now + Math.max(0, delay.toNanos()), serial++, body);
        actions.add(action);
        return () -> actions.remove(action);
    }

    /** Runs what happens in this time from now on; then it is that much later. */
    public void run(Duration time) {
        long end = now + time.toNanos();
        while (!actions.isEmpty() && actions.peek().at <= end) {
            step();
        }
        now = end;
    }

    /**
     * Runs until this is so.
     *
     * @return false when it isn't after this time
     */
    public boolean runUntil(BooleanSupplier so, Duration atMost) {
        long end = now + atMost.toNanos();
        while (!so.getAsBoolean()) {
            if (actions.isEmpty() || actions.peek().at > end) {
                now = end;
                return so.getAsBoolean();
            }
            step();
        }
        return true;
    }

    private void step() {
        Action next = actions.remove();
        now = next.at;
        next.body.run();
    }
}
