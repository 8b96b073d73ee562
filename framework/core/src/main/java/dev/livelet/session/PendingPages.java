package dev.livelet.session;

import dev.livelet.session.Sessions.TooManySessions;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many pages wait for their join, in all and by client address: who only asks for pages shall
 * not fill the node. Thread-safe.
 */
final class PendingPages {
    private final int limit;
    private final int limitPerAddress;
    private final AtomicInteger all = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> byAddress = new ConcurrentHashMap<>();

    PendingPages(SessionSettings settings) {
        this.limit = settings.pendingSessions();
        this.limitPerAddress = settings.pendingPerAddress();
    }

    /** A pending page's place. */
    interface Place {
        /** The page has joined, or has ended. Idempotent. */
        void leave();
    }

    Place take(String address) {
        if (all.incrementAndGet() > limit) {
            all.decrementAndGet();
            throw new TooManySessions("More than " + limit + " pages wait for their join");
        }
        if (byAddress.merge(address, 1, Integer::sum) > limitPerAddress) {
            release(address);
            throw new TooManySessions(
                    "More than "
                            + limitPerAddress
                            + " pages of "
                            + address
                            + " wait for their join");
        }
        AtomicBoolean taken = new AtomicBoolean(true);
        return () -> {
            if (taken.compareAndSet(true, false)) release(address);
        };
    }

    private void release(String address) {
        all.decrementAndGet();
        byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }
}
