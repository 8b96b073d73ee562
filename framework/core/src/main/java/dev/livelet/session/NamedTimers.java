package dev.livelet.session;

import dev.livelet.spi.SessionCopy;
import dev.livelet.spi.Timers;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The timers of one session, by name. Confined to the session's turn; only the ticks come from the
 * timers' thread.
 */
final class NamedTimers {
    private final Timers timers;
    private final LongSupplier nanos;
    private final Consumer<Work> mailbox;
    private final Map<String, Named> named = new HashMap<>(2);

    /** As copies have it, until something changes. */
    private @Nullable List<SessionCopy.Timer> copies;

    NamedTimers(Timers timers, LongSupplier nanos, Consumer<Work> mailbox) {
        this.timers = timers;
        this.nanos = nanos;
        this.mailbox = mailbox;
    }

    final class Named {
        private final String name;
        private final @Nullable Duration period;
        private final Object message;
        private long due;
        private Timers.@Nullable Timer timer;

        private Named(String name, Duration delay, @Nullable Duration period, Object message) {
            this.name = name;
            this.period = period;
            this.message = message;
            this.due = nanos.getAsLong() + delay.toNanos();
        }

        Object message() {
            return message;
        }

        private void arm() {
            copies = null;
            Duration delay = Duration.ofNanos(Math.max(0, due - nanos.getAsLong()));
            timer = timers.after(delay, () -> mailbox.accept(new Work.Tick(this)));
        }
    }

    /** For another node: the same list until something changes. */
    List<SessionCopy.Timer> copies() {
        if (copies == null) {
            Instant now = Instant.now();
            long clock = nanos.getAsLong();
            copies =
                    named.values().stream()
                            .map(
                                    timer ->
                                            new SessionCopy.Timer(
                                                    timer.name,
                                                    now.plusNanos(timer.due - clock),
                                                    timer.period,
                                                    timer.message))
                            .toList();
        }
        return copies;
    }

    /** Goes on with timers of another node; those whose time is over fire at once. */
    void restore(List<SessionCopy.Timer> timers) {
        Instant now = Instant.now();
        for (SessionCopy.Timer timer : timers) {
            Duration left = Duration.between(now, timer.due());
            start(
                    new Named(
                            timer.name(),
                            left.isNegative() ? Duration.ZERO : left,
                            timer.period(),
                            timer.message()));
        }
    }

    int size() {
        return named.size();
    }

    boolean has(String name) {
        return named.containsKey(name);
    }

    void after(String name, Duration delay, Object message) {
        start(new Named(name, delay, null, message));
    }

    void every(String name, Duration period, Object message) {
        start(new Named(name, period, period, message));
    }

    void cancel(String name) {
        copies = null;
        Named present = named.remove(name);
        if (present != null && present.timer != null) present.timer.cancel();
    }

    /**
     * A tick has come. A periodic timer is armed for the next one: ticks that a busy session missed
     * are left out.
     *
     * @return false when the timer has been cancelled or replaced meanwhile
     */
    boolean ticked(Named timer) {
        if (named.get(timer.name) != timer) return false;
        if (timer.period == null) {
            copies = null;
            named.remove(timer.name);
            return true;
        }
        long period = Math.max(1, timer.period.toNanos());
        long now = nanos.getAsLong();
        timer.due += period;
        if (timer.due < now) timer.due += (now - timer.due) / period * period;
        timer.arm();
        return true;
    }

    void clear() {
        for (String name : named.keySet().toArray(String[]::new)) cancel(name);
    }

    private void start(Named timer) {
        cancel(timer.name);
        named.put(timer.name, timer);
        timer.arm();
    }
}
