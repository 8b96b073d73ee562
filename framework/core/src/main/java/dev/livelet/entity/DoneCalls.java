package dev.livelet.entity;

import dev.livelet.spi.EntityCall;
import dev.livelet.spi.EntityCopy.Done;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The calls that an entity has done of late: one that is tried again is answered, not done again.
 * Of the last minute, at most 1,024. Confined to the entity's turn.
 */
final class DoneCalls {
    private static final int MOST = 1024;
    private static final long LONGEST = Duration.ofMinutes(1).toNanos();

    private record Entry(Done done, long time) {}

    private final ArrayDeque<Entry> entries = new ArrayDeque<>(1);
    private final Map<String, Done> byId = new HashMap<>(2);
    private List<Done> copy = List.of();

    /** When the youngest of those was done that are forgotten because there were too many. */
    private long forgotten = Long.MIN_VALUE;

    @Nullable Done find(String callId) {
        return byId.get(callId);
    }

    /** An answer that nobody waits for is not remembered. */
    void add(EntityCall call, @Nullable Object reply, long now) {
        boolean named = call.wants() == EntityCall.Wants.NOTHING || reply == null;
        add(named ? Done.of(call.callId()) : Done.of(call.callId(), call.method(), reply), now);
    }

    /**
     * This call is not to be done any more.
     *
     * @return whether it certainly was not: it would be remembered
     */
    boolean withdraw(EntityCall call, long now) {
        long sent = now - call.timeout().plus(OpenCall.CERTAINTY).toNanos();
        boolean certain = forgotten < sent;
        add(Done.withdrawn(call.callId()), now);
        return certain;
    }

    private void add(Done done, long now) {
        if (byId.putIfAbsent(done.callId(), done) != null) return;
        entries.addLast(new Entry(done, now));
        while (entries.size() > MOST || now - entries.getFirst().time() > LONGEST) {
            if (entries.size() > MOST) forgotten = entries.getFirst().time();
            byId.remove(entries.removeFirst().done().callId());
        }
        copy = List.of();
    }

    void addAll(List<Done> others, long now) {
        others.forEach(done -> add(done, now));
        if (others.size() >= MOST) forgotten = now;
    }

    /** Oldest first; the same list until something changes. */
    List<Done> copy() {
        if (copy.size() != entries.size()) copy = entries.stream().map(Entry::done).toList();
        return copy;
    }
}
