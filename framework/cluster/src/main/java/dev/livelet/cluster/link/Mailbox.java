package dev.livelet.cluster.link;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A bounded queue with one taker, which runs on a thread of its own only while there is something.
 * Whoever puts something in never waits: what does not fit is refused.
 */
final class Mailbox<T> {
    private record Entry<T>(T value, int weight) {}

    private final ArrayDeque<Entry<T>> queue = new ArrayDeque<>();
    private final Executor executor;
    private final Consumer<T> taker;
    private final long capacity;
    private long weight;
    private boolean running;

    /**
     * @param capacity the weight that may wait
     * @param taker must not throw
     */
    Mailbox(Executor executor, long capacity, Consumer<T> taker) {
        this.executor = executor;
        this.capacity = capacity;
        this.taker = taker;
    }

    /** False when it is full. */
    boolean offer(T value, int valueWeight) {
        synchronized (queue) {
            if (weight + valueWeight > capacity) return false;
            weight += valueWeight;
            queue.add(new Entry<>(value, valueWeight));
            if (running) return true;
            running = true;
        }
        executor.execute(this::run);
        return true;
    }

    boolean isEmpty() {
        synchronized (queue) {
            return queue.isEmpty();
        }
    }

    private void run() {
        while (true) {
            Entry<T> entry;
            synchronized (queue) {
                entry = queue.poll();
                if (entry == null) {
                    running = false;
                    return;
                }
                weight -= entry.weight;
            }
            taker.accept(entry.value);
        }
    }
}
