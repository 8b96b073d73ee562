package dev.livelet.cluster.pubsub;

import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What happened to topics between nodes since the start. */
public final class PubSubCounters {
    /** Messages written to frames, once for each node. */
    public final LongAdder sent = new LongAdder();

    public final LongAdder received = new LongAdder();

    /** Messages that were left out for a node that was too slow. */
    public final LongAdder dropped = new LongAdder();

    /** Messages that were replaced by newer ones, by policy. */
    public final LongAdder conflated = new LongAdder();

    /** Messages that came again, and were not delivered again. */
    public final LongAdder repeated = new LongAdder();

    /** Gaps that were told here, one for each topic. */
    public final LongAdder gaps = new LongAdder();

    /** Nodes that said that they publish nothing more, before they went. */
    public final LongAdder farewells = new LongAdder();

    /** Messages that could not be written: something in them cannot travel. */
    public final LongAdder unwritable = new LongAdder();

    /** Messages that could not be read: of an unknown type, or damaged. */
    public final LongAdder refused = new LongAdder();

    /** All of them by name. */
    public Map<String, Long> figures() {
        return Map.of(
                "sent", sent.sum(),
                "received", received.sum(),
                "dropped", dropped.sum(),
                "conflated", conflated.sum(),
                "repeated", repeated.sum(),
                "gaps", gaps.sum(),
                "farewells", farewells.sum(),
                "unwritable", unwritable.sum(),
                "refused", refused.sum());
    }
}
