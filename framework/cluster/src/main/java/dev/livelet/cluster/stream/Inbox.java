package dev.livelet.cluster.stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What has come from one node, worked off in order and apart from the link's thread: a subscriber
 * with a full mailbox holds up whoever delivers to it. Bounded: what finds no room is lost, and
 * {@code lost} runs in its place.
 */
public final class Inbox implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Inbox.class);
    private static final int BOUND = 16_384;

    private final ConcurrentLinkedQueue<Runnable> deliveries = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicBoolean overflown = new AtomicBoolean();
    private final Executor executor;
    private final Runnable lost;

    public Inbox(Executor executor, Runnable lost) {
        this.executor = executor;
        this.lost = lost;
    }

    public void put(Runnable delivery) {
        if (pending.get() >= BOUND) {
            overflown.set(true);
            return;
        }
        deliveries.add(delivery);
        if (pending.getAndIncrement() == 0) executor.execute(this);
    }

    @Override
    public void run() {
        do {
            perform(deliveries.remove());
            if (pending.get() < BOUND / 2 && overflown.compareAndSet(true, false)) perform(lost);
        } while (pending.decrementAndGet() > 0);
    }

    private static void perform(Runnable delivery) {
        try {
            delivery.run();
        } catch (RuntimeException e) {
            log.error("A message from another node could not be delivered", e);
        }
    }
}
