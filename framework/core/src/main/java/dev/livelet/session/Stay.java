package dev.livelet.session;

import java.time.Duration;

/**
 * How long a session stays that has no socket, and the place that it takes meanwhile: until its
 * join, later until its page comes back. Confined to the session's turn.
 */
final class Stay {
    private final String address;
    private final PendingPages.Place pending;
    private final DetachedPages detachedPages;
    private final Deadline deadline;
    private DetachedPages.Place detached = () -> {};

    Stay(
            String address,
            PendingPages.Place pending,
            DetachedPages detachedPages,
            Deadline deadline) {
        this.address = address;
        this.pending = pending;
        this.detachedPages = detachedPages;
        this.deadline = deadline;
    }

    void pending(Duration time) {
        deadline.in(time);
    }

    void detached(Duration grace) {
        detached = detachedPages.take(address, deadline.in(grace));
    }

    /** The page is here, or the session has ended. */
    void end() {
        pending.leave();
        detached.leave();
        deadline.cancel();
    }

    /** Whether the time is over; void when the page has come meanwhile. */
    boolean isOver(Work.Expired expired) {
        return deadline.is(expired);
    }
}
