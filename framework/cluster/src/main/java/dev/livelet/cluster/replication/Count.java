package dev.livelet.cluster.replication;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What replication counts, since the node's start. */
public enum Count {
    /** Turns of sessions that were accepted. */
    COMMITS,
    /** Turns that came to nothing because another node owns the session. */
    COMMITS_FENCED,
    /** Copies sent as changes. */
    DELTAS_SENT,
    DELTA_BYTES,
    /** Copies sent whole. */
    FULL_SENT,
    FULL_BYTES,
    /** Copies taken in for others. */
    COPIES_KEPT,
    /** Copies refused because of a promise to a newer epoch. */
    COPIES_REFUSED,
    /** Changes that did not fit the copy here, so that the whole was asked for. */
    COPIES_ASKED_WHOLE,
    /** Copies that were sent again because no acknowledgement came. */
    COPIES_SENT_AGAIN,
    /** Copies dropped because the session is elsewhere or has ended. */
    COPIES_DROPPED,
    /** Copies whose owner was gone and that nobody claimed in time. */
    ORPHANS_ENDED,
    /** Bytes from other nodes that could not be read. */
    MALFORMED,
    /** Copies that could not be written or read by the codec. */
    UNDECODABLE,
    UNENCODABLE,
    CLAIMS,
    CLAIMS_ADOPTED,
    CLAIMS_SUPERSEDED,
    /** Sessions that were lost hold of while they were taken over, to nobody who is known. */
    CLAIMS_INTERRUPTED,
    CLAIMS_NONE,
    CLAIMS_LOST,
    /** Sessions without SYNC that went on with a state older than their page had seen. */
    CLAIMS_OLDER,
    /** Further rounds of questions that claims needed. */
    CLAIMS_ASKED_AGAIN,
    /** Claims that waited for their turn. */
    CLAIMS_PACED,
    PROMISES,
    PROMISES_REFUSED,
    /** Sessions that ran here and were taken over by another node. */
    FENCED,
    /** Times that sessions had no other node to be kept on. */
    DEGRADED,
    /** Backups replaced, as they were late, leaving or gone. */
    MEMBERS_CHANGED,
    /** Backups that were late with an acknowledgement. */
    SUSPECTED,
    /** Stops of this process of more than a second. */
    PAUSES,
    /** Sessions asked about after such a stop. */
    EPOCHS_CHECKED,
    HANDED_OVER,
    NOT_HANDED_OVER,
    /** Copies of sessions that ran nowhere, given to other nodes when this one left. */
    ENTRUSTED;

    /** The numbers. Thread-safe. */
    static final class Counts {
        private final Map<Count, LongAdder> adders = new EnumMap<>(Count.class);

        Counts() {
            for (Count count : values()) {
                adders.put(count, new LongAdder());
            }
        }

        void add(Count count) {
            add(count, 1);
        }

        void add(Count count, long number) {
            LongAdder adder = adders.get(count);
            if (adder != null) {
                adder.add(number);
            }
        }

        Map<Count, Long> snapshot() {
            Map<Count, Long> snapshot = new EnumMap<>(Count.class);
            adders.forEach((count, adder) -> snapshot.put(count, adder.sum()));
            return snapshot;
        }
    }
}
