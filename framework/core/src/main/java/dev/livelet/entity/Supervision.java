package dev.livelet.entity;

import dev.livelet.EntitySettings;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * When an entity fails too often. Then it pauses, longer each time, and begins again from its last
 * state; if that was tried too often, it is made anew. Confined to the entity's turn.
 */
final class Supervision {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final EntitySettings settings;
    private final ArrayDeque<Long> failures = new ArrayDeque<>(1);
    private int restarts;

    Supervision(EntitySettings settings) {
        this.settings = settings;
    }

    /** One more failure; whether these are too many. */
    boolean failed(long now) {
        failures.addLast(now);
        while (now - failures.getFirst() > settings.failureTime().toNanos()) failures.removeFirst();
        if (failures.size() < settings.failures()) return false;
        failures.clear();
        restarts++;
        return true;
    }

    /** How long to wait before the restart that {@link #failed} asks for. */
    Duration pause() {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(restarts - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /** Whether the last state may be the cause. */
    boolean anew() {
        return restarts > settings.restarts();
    }

    void succeeded() {
        restarts = 0;
    }
}
