package dev.livelet.session;

import dev.livelet.spi.Transport;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Sees to it that a page is not waited for without end: an acknowledgement that is overdue, or a
 * socket that does not drain, is noticed. One timer for all that is under way, none while nothing
 * is. Confined to the session's turn.
 */
final class Lateness {
    private static final long NEVER = Long.MAX_VALUE;

    private final SessionServices services;
    private final Line line;
    private final Consumer<Work> mailbox;
    private boolean watched;
    private long blockedSince = NEVER;

    Lateness(SessionServices services, Line line, Consumer<Work> mailbox) {
        this.services = services;
        this.line = line;
        this.mailbox = mailbox;
    }

    /** Something may have been sent. */
    void watch() {
        Transport transport = line.socket().transport();
        if (transport == null) return;
        if (blockedSince == NEVER && !transport.writable()) {
            blockedSince = now();
            transport.onWritable(() -> mailbox.accept(new Work.Writable(transport)));
        }
        long since = since();
        if (watched || since == NEVER) return;
        watched = true;
        long left = services.settings().overdue().toNanos() - (now() - since);
        services.timers()
                .after(
                        Duration.ofNanos(Math.max(0, left)),
                        () -> mailbox.accept(new Work.Watch(transport)));
    }

    /** The socket drains again, or is a new one. */
    void unblocked() {
        blockedSince = NEVER;
    }

    /** The timer of {@link #watch} has come; whether the page is late. */
    boolean due(Work.Watch watch) {
        watched = false;
        long since = since();
        return watch.transport() == line.socket().transport()
                && since != NEVER
                && now() - since >= services.settings().overdue().toNanos();
    }

    private long since() {
        Snapshot oldest = line.snapshots().oldestInFlight();
        return oldest == null ? blockedSince : Math.min(blockedSince, oldest.sentAt());
    }

    private long now() {
        return services.nanos().getAsLong();
    }
}
