package dev.livelet.server;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** All open WebSockets, with the counts that limits go by. Thread-safe. */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
    private final Map<String, Integer> byIdentity = new ConcurrentHashMap<>();
    private final int mostByAddress;
    private final int mostByIdentity;
    private volatile @Nullable Thread clock;

    Connections(int mostByAddress, int mostByIdentity) {
        this.mostByAddress = mostByAddress;
        this.mostByIdentity = mostByIdentity;
    }

    /** Starts the one thread that all times of all connections go by. */
    void start() {
        clock =
                Thread.ofVirtual()
                        .name("livelet-connections")
                        .start(
                                () -> {
                                    try {
                                        while (true) {
                                            Thread.sleep(500);
                                            long now = System.nanoTime();
                                            each(open, connection -> connection.tick(now));
                                        }
                                    } catch (InterruptedException stopped) {
                                        Thread.currentThread().interrupt();
                                    }
                                });
    }

    /** One that fails is logged and keeps the clock from no other. */
    static <T> void each(Iterable<T> all, Consumer<? super T> action) {
        for (T one : all) {
            try {
                action.accept(one);
            } catch (Throwable e) {
                LOG.error("The times of a WebSocket could not be looked at", e);
            }
        }
    }

    void stop() {
        Thread running = clock;
        if (running != null) running.interrupt();
    }

    boolean admitAddress(String address) {
        return take(byAddress, address, mostByAddress);
    }

    void releaseAddress(String address) {
        release(byAddress, address);
    }

    boolean admitIdentity(String identity) {
        return take(byIdentity, identity, mostByIdentity);
    }

    void releaseIdentity(String identity) {
        release(byIdentity, identity);
    }

    void add(Connection connection) {
        open.add(connection);
    }

    void remove(Connection connection) {
        open.remove(connection);
    }

    Set<Connection> open() {
        return open;
    }

    /** Waits until all are gone, or until that moment of {@code System.nanoTime()}. */
    void awaitEmpty(long until) {
        try {
            while (!open.isEmpty() && System.nanoTime() < until) Thread.sleep(20);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean take(Map<String, Integer> counts, String key, int most) {
        boolean[] taken = {false};
        counts.compute(
                key,
                (_, count) -> {
                    int now = count == null ? 0 : count;
                    if (now >= most) return count;
                    taken[0] = true;
                    return now + 1;
                });
        return taken[0];
    }

    private static void release(Map<String, Integer> counts, String key) {
        counts.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
    }
}
