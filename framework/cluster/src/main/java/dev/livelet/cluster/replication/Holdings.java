package dev.livelet.cluster.replication;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The sessions of which this node has or knows something. Thread-safe. */
final class Holdings {
    /** As long as a message of an old epoch may be on its way, generously. */
    private static final long PROMISE_KEPT = Duration.ofSeconds(60).toNanos();

    private final Map<String, Holding> sessions = new ConcurrentHashMap<>();

    /** Does this under the session's lock. */
    <T> T with(String session, Function<Holding, T> action) {
        while (true) {
            Holding holding = sessions.computeIfAbsent(session, Holding::new);
            synchronized (holding) {
                if (!holding.gone) {
                    return action.apply(holding);
                }
            }
        }
    }

    @Nullable Holding find(String session) {
        return sessions.get(session);
    }

    Collection<Holding> all() {
        return sessions.values();
    }

    /** Forgets what is held no more and promised long ago. */
    void sweep(long now) {
        for (Holding holding : sessions.values()) {
            synchronized (holding) {
                if (holding.backup == null
                        && holding.owned == null
                        && now - holding.promisedAt > PROMISE_KEPT) {
                    holding.gone = true;
                    sessions.remove(holding.session, holding);
                }
            }
        }
    }
}
