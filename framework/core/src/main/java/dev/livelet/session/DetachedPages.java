package dev.livelet.session;

import java.util.LinkedHashSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The sessions without a socket that wait for their page to come back, by client address: who joins
 * and leaves over and over shall not fill the node. When an address has too many, its oldest ends.
 * Thread-safe.
 */
final class DetachedPages {
    private final int limitPerAddress;
    private final SessionCounters counters;
    private final ConcurrentHashMap<String, LinkedHashSet<Runnable>> byAddress =
            new ConcurrentHashMap<>();

    DetachedPages(SessionSettings settings, SessionCounters counters) {
        this.limitPerAddress = settings.detachedPerAddress();
        this.counters = counters;
    }

    /** A detached session's place. */
    interface Place {
        /** The page has come back, or the session has ended. Idempotent. */
        void leave();
    }

    /**
     * @param end ends the session that takes the place, unless its page has come back; only
     *     enqueues
     */
    Place take(String address, Runnable end) {
        AtomicReference<Runnable> oldest = new AtomicReference<>();
        byAddress.compute(
                address,
                (key, known) -> {
                    LinkedHashSet<Runnable> waiting = known == null ? new LinkedHashSet<>() : known;
                    waiting.add(end);
                    if (waiting.size() > limitPerAddress) oldest.set(waiting.removeFirst());
                    return waiting.isEmpty() ? null : waiting;
                });
        // Outside of the map: where the executor runs at once, the session leaves its place here.
        Runnable tooMany = oldest.get();
        if (tooMany != null) {
            counters.detachedOverLimit.increment();
            tooMany.run();
        }
        return () -> leave(address, end);
    }

    private void leave(String address, Runnable end) {
        byAddress.computeIfPresent(
                address,
                (key, waiting) -> {
                    waiting.remove(end);
                    return waiting.isEmpty() ? null : waiting;
                });
    }
}
