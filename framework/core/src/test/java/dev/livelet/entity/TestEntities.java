package dev.livelet.entity;

import dev.livelet.Entity;
import dev.livelet.pubsub.PubSub;
import dev.livelet.spi.Timers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/** A node where everything happens on the test's thread, at the test's time. */
final class TestEntities implements Timers {
    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private final List<Runnable> held = new ArrayList<>();
    private long now;
    private long count;
    private boolean hold;
    final PubSub pubSub = new PubSub();
    final SoleOwner owner = new SoleOwner();
    final EntityNode node;

    private record Entry(long due, long order, Runnable action) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return due == other.due
                    ? Long.compare(order, other.order)
                    : Long.compare(due, other.due);
        }
    }

    TestEntities(Entity<?>... entities) {
        List<EntityType<?>> types = new ArrayList<>();
        Arrays.stream(entities).forEach(entity -> types.add(EntityType.of(entity)));
        node =
                new EntityNode(
                        types,
                        owner,
                        new Surroundings(
                                pubSub,
                                this,
                                () -> now,
                                () -> Instant.ofEpochSecond(0, now),
                                this::execute));
    }

    private void execute(Runnable task) {
        if (hold) held.add(task);
        else task.run();
    }

    /** From now on nothing runs until {@link #release}. */
    void hold() {
        hold = true;
    }

    void release() {
        hold = false;
        List<Runnable> tasks = List.copyOf(held);
        held.clear();
        tasks.forEach(Runnable::run);
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
        Entry entry = new Entry(now + delay.toNanos(), count++, action);
        entries.add(entry);
        return () -> entries.remove(entry);
    }

    void pass(Duration time) {
        long end = now + time.toNanos();
        while (!entries.isEmpty() && entries.peek().due() <= end) {
            Entry next = entries.remove();
            now = Math.max(now, next.due());
            next.action().run();
        }
        now = end;
    }
}
