package dev.livelet.server;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What happened since the start, counted. Thread-safe. */
final class Counters {
    enum Count {
        PAGES,
        JOINS,
        FRESH_MOUNTS,
        SUPERSEDED,
        CLAIM_INTERRUPTED,
        STATE_LOST,
        PAGES_OVER_LIMIT,
        CSRF_REFUSED,
        ORIGIN_REFUSED,
        HANDSHAKE_REFUSED,
        ADDRESS_LIMIT,
        IDENTITY_LIMIT,
        TOKEN_FORGED,
        TOKEN_OUTDATED,
        GUARD_REFUSED,
        FRAME_BAD,
        FRAME_TOO_LARGE,
        FLOOD,
        NO_JOIN,
        IDLE,
        OUTPUT_STUCK,
        OUTPUT_TOO_LARGE,
        SERVER_ERROR
    }

    private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);

    Counters() {
        for (Count count : Count.values()) counts.put(count, new LongAdder());
    }

    void add(Count count) {
        adder(count).increment();
    }

    long get(Count count) {
        return adder(count).sum();
    }

    private LongAdder adder(Count count) {
        LongAdder adder = counts.get(count);
        if (adder == null) throw new IllegalStateException(count.name());
        return adder;
    }

    /** By name, in lower case. */
    Map<String, Long> all() {
        Map<String, Long> all = new LinkedHashMap<>();
        counts.forEach(
                (count, adder) -> all.put(count.name().toLowerCase(Locale.ROOT), adder.sum()));
        return all;
    }
}
