package dev.livelet.session;

import dev.livelet.spi.Timers;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.function.Consumer;

/** The time until which a page must join or come back. Confined to the session's turn. */
final class Deadline {
    private final Timers timers;
    private final Consumer<Work> mailbox;
    private @Nullable Object current;
    private Timers.@Nullable Timer timer;

    Deadline(Timers timers, Consumer<Work> mailbox) {
        this.timers = timers;
        this.mailbox = mailbox;
    }

    /** Gives what makes the time be over now, unless another counts by then; for any thread. */
    Runnable in(Duration time) {
        cancel();
        Object token = new Object();
        current = token;
        Runnable over = () -> mailbox.accept(new Work.Expired(token));
        timer = timers.after(time, over);
        return over;
    }

    void cancel() {
        if (timer != null) timer.cancel();
        current = null;
        timer = null;
    }

    /**
     * Whether this is the deadline that counts: it may have been put off while its message was on
     * the way.
     */
    boolean is(Work.Expired expired) {
        return expired.deadline() == current;
    }
}
