package dev.livelet.session;

/** How fast a page may send. Thread-safe. */
final class Intake {
    private static final int FRAMES_PER_EVENT = 4;

    private final SessionServices services;
    private final RateLimit events;
    private final RateLimit frames;

    enum Verdict {
        TAKE,
        /** An event that came too fast: it is refused, by its number. */
        REFUSE,
        /** Too much for fingers: the socket is closed. */
        CLOSE,
        /** What comes while that socket is being closed. */
        DROP
    }

    Intake(SessionServices services) {
        this.services = services;
        int perSecond = services.settings().eventsPerSecond();
        int burst = services.settings().eventBurst();
        long now = services.nanos().getAsLong();
        this.events = new RateLimit(perSecond, burst, now);
        this.frames = new RateLimit(FRAMES_PER_EVENT * perSecond, FRAMES_PER_EVENT * burst, now);
    }

    Verdict admit(ClientFrame frame) {
        boolean costly = frame instanceof ClientFrame.Event || frame instanceof ClientFrame.Heal;
        RateLimit rate = costly ? events : frames;
        if (rate.take(services.nanos().getAsLong())) return Verdict.TAKE;
        if (costly && !rate.flooded()) return Verdict.REFUSE;
        return rate.floodBegins() ? Verdict.CLOSE : Verdict.DROP;
    }

    /**
     * A new socket: what is dropped on it without an answer would shift the numbers of its events,
     * so it must be closed first.
     */
    void joins() {
        events.forgive();
        frames.forgive();
    }

    /** These events came with a join, all at once. */
    void queued(int count) {
        events.takeUpTo(count);
    }
}
