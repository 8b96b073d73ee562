package dev.livelet.entity;

import dev.livelet.spi.EntityCopy;
import dev.livelet.spi.Timers;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The named timers of one entity. Confined to its turn. */
final class ArmedTimers {
    private final Surroundings around;
    private final Consumer<Armed> ticks;
    private final Map<String, Armed> byName = new LinkedHashMap<>();
    private List<EntityCopy.Timer> copies = List.of();

    /** A timer that runs. */
    static final class Armed {
        final EntityCopy.Timer timer;
        private Timers.@Nullable Timer running;

        Armed(EntityCopy.Timer timer) {
            this.timer = timer;
        }
    }

    /**
     * @param ticks puts a tick into the entity's inbox; on the timers' thread
     */
    ArmedTimers(Surroundings around, Consumer<Armed> ticks) {
        this.around = around;
        this.ticks = ticks;
    }

    /** The same list until something changes. */
    List<EntityCopy.Timer> copies() {
        return copies;
    }

    void arm(String name, Duration delay, @Nullable Duration period, Object message) {
        arm(new EntityCopy.Timer(name, around.wall().instant().plus(delay), period, message));
        changed();
    }

    void restore(List<EntityCopy.Timer> timers) {
        timers.forEach(this::arm);
        copies = timers;
    }

    /** Takes over those of another half, unless there is one of that name. */
    void merge(List<EntityCopy.Timer> others) {
        for (EntityCopy.Timer timer : others) if (!byName.containsKey(timer.name())) arm(timer);
        changed();
    }

    private void arm(EntityCopy.Timer timer) {
        cancelled(timer.name());
        Armed armed = new Armed(timer);
        Duration left = Duration.between(around.wall().instant(), timer.due());
        armed.running =
                around.timers()
                        .after(left.isNegative() ? Duration.ZERO : left, () -> ticks.accept(armed));
        byName.put(timer.name(), armed);
    }

    void cancel(String name) {
        if (cancelled(name)) changed();
    }

    private boolean cancelled(String name) {
        Armed armed = byName.remove(name);
        if (armed != null && armed.running != null) armed.running.cancel();
        return armed != null;
    }

    /** Whether this tick still counts; then the timer is armed again, or gone. */
    boolean ticked(Armed armed) {
        if (byName.get(armed.timer.name()) != armed) return false;
        Duration period = armed.timer.period();
        if (period == null) cancel(armed.timer.name());
        else arm(armed.timer.name(), period, period, armed.timer.message());
        return true;
    }

    void clear() {
        List.copyOf(byName.keySet()).forEach(this::cancelled);
        changed();
    }

    private void changed() {
        copies = byName.values().stream().map(armed -> armed.timer).toList();
    }
}
