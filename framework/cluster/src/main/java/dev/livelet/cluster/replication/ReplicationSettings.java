package dev.livelet.cluster.replication;

import java.time.Duration;

/**
 * How sessions are kept on other nodes.
 *
 * @param copies on other nodes, of each session
 * @param alone what becomes of a session of which no other node can keep a copy
 * @param grace after which a session whose owner is gone and that nobody claimed is forgotten
 * @param repairBytes at most sent in a second to give sessions new backups after a change of the
 *     membership
 */
public record ReplicationSettings(int copies, Alone alone, Duration grace, int repairBytes) {
    public static final ReplicationSettings DEFAULT =
            new ReplicationSettings(1, Alone.DEGRADED, Duration.ofMinutes(2), 16 << 20);

    /** With no other node to keep copies. */
    public enum Alone {
        /** Goes on, counted: what is shown may be lost with this node. */
        DEGRADED,
        /** Sessions that replicate synchronously show nothing more until there is another node. */
        STOP
    }

    public ReplicationSettings {
        if (copies < 1) {
            throw new IllegalArgumentException("copies must be 1 or more, not " + copies);
        }
    }

    public ReplicationSettings copies(int next) {
        return new ReplicationSettings(next, alone, grace, repairBytes);
    }

    public ReplicationSettings alone(Alone next) {
        return new ReplicationSettings(copies, next, grace, repairBytes);
    }

    public ReplicationSettings grace(Duration next) {
        return new ReplicationSettings(copies, alone, next, repairBytes);
    }
}
