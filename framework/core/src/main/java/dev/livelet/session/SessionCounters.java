package dev.livelet.session;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the sessions of a node have done since its start. Thread-safe; read by health pages, metrics
 * and tests.
 */
public final class SessionCounters {
    public final LongAdder mounts = new LongAdder();
    public final LongAdder joins = new LongAdder();
    public final LongAdder resumes = new LongAdder();

    /**
     * Pages that were sent whole: after a deploy, for an unknown version, for a session that was
     * gone.
     */
    public final LongAdder fullRenders = new LongAdder();

    public final LongAdder heals = new LongAdder();
    public final LongAdder eventsApplied = new LongAdder();
    public final LongAdder eventsStale = new LongAdder();
    public final LongAdder eventsFailed = new LongAdder();
    public final LongAdder eventsLimited = new LongAdder();
    public final LongAdder eventsMalformed = new LongAdder();
    public final LongAdder eventsUnknownBase = new LongAdder();

    /** Events that came again and had been answered. */
    public final LongAdder eventsRepeated = new LongAdder();

    public final LongAdder messages = new LongAdder();
    public final LongAdder messagesUnhandled = new LongAdder();
    public final LongAdder messagesFailed = new LongAdder();
    public final LongAdder messagesDropped = new LongAdder();

    /** Topics that sessions may have missed something of while they went from node to node. */
    public final LongAdder gaps = new LongAdder();

    public final LongAdder effectsDropped = new LongAdder();
    public final LongAdder patches = new LongAdder();
    public final LongAdder bytes = new LongAdder();

    /** Frames that broke the protocol, parsed or not. */
    public final LongAdder framesRefused = new LongAdder();

    /** Parts of pages that failed within a {@code :catch}, which shows its fallback. */
    public final LongAdder partsFailed = new LongAdder();

    /**
     * Times that a state grew beyond {@code stateWarning}, and turns that {@code stateLimit}
     * failed.
     */
    public final LongAdder statesLarge = new LongAdder();

    public final LongAdder statesRefused = new LongAdder();

    public final LongAdder pagesRefused = new LongAdder();

    /** Sessions without a socket that ended because their address had too many of them. */
    public final LongAdder detachedOverLimit = new LongAdder();

    /**
     * States that could not be rendered when a page caught up, and went back to what was rendered
     * last.
     */
    public final LongAdder rolledBack = new LongAdder();

    public final LongAdder restarts = new LongAdder();
    public final LongAdder crashed = new LongAdder();
    public final LongAdder adopted = new LongAdder();

    /** Sessions that another node has taken over. */
    public final LongAdder fenced = new LongAdder();

    public final LongAdder ended = new LongAdder();
    private final ConcurrentHashMap<Integer, LongAdder> closes = new ConcurrentHashMap<>();

    void closed(int code) {
        closes.computeIfAbsent(code, key -> new LongAdder()).increment();
    }

    /** Sockets that sessions have closed, by close code. */
    public Map<Integer, Long> closes() {
        Map<Integer, Long> counts = new TreeMap<>();
        closes.forEach((code, count) -> counts.put(code, count.sum()));
        return counts;
    }
}
