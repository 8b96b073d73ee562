package dev.livelet.cluster.pubsub;

import java.util.concurrent.ConcurrentHashMap;

/** When something was last published here, by topic. Thread-safe. */
final class Recent {
    private static final int BOUND = 100_000;

    private final ConcurrentHashMap<String, Long> last = new ConcurrentHashMap<>();
    private volatile boolean forgot;
    private volatile long forgotten;

    void published(String topic, long now) {
        if (last.size() >= BOUND) {
            forgotten = now;
            forgot = true;
            last.clear();
        }
        last.put(topic, now);
    }

    /** Whether that may have been after {@code then}. */
    boolean since(String topic, long then) {
        Long at = last.get(topic);
        return at != null && at - then >= 0 || forgot && forgotten - then >= 0;
    }
}
