package dev.livelet.cluster.entity;

import dev.livelet.cluster.link.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the backups of one entity have of it. A backup is sent one change at a time: what is new
 * against what it has acknowledged; all that came meanwhile is one change, when it has acknowledged
 * that. It is sent the whole when it has nothing, lacks something, or is silent for too long. So a
 * slow backup costs no more than two copies, whatever happens here.
 */
final class Replicas {
    private static final long LONG_PATIENCE = 4 * Suspects.PATIENCE;

    private final Around around;
    private final Owned shard;
    private final Map<NodeId, Replica> all = new HashMap<>();

    /** At one backup. */
    private static final class Replica {
        long kept;

        /** What it has, to send changes against; null when that is not known for certain. */
        @Nullable Held base;

        @Nullable Held sent;
        long sentAt;

        /** Since when it owes an acknowledgement; only while it does. */
        long since;
    }

    Replicas(Around around, Owned shard) {
        this.around = around;
        this.shard = shard;
    }

    private Replica at(NodeId backup) {
        return all.computeIfAbsent(backup, node -> new Replica());
    }

    /** Up to which change a node has it. */
    long kept(NodeId node) {
        Replica replica = all.get(node);
        return replica == null ? 0 : replica.kept;
    }

    Map<NodeId, Long> kept() {
        Map<NodeId, Long> kept = new HashMap<>();
        all.forEach((node, replica) -> kept.put(node, replica.kept));
        return kept;
    }

    /** Sends what the backups lack and were not sent a moment ago. */
    void send(Held latest) {
        if (latest.serial() == 0) return;
        long now = around.now();
        for (NodeId backup : shard.backups()) {
            Replica replica = at(backup);
            if (replica.kept >= latest.serial()) continue;
            boolean late = replica.sent != null && now - replica.sentAt >= patience(backup);
            if (replica.sent != null && !late) continue;
            if (replica.sent == null) replica.since = now;
            replica.sent = latest;
            replica.sentAt = now;
            around.outbox()
                    .put(
                            backup,
                            List.of("update", latest.id()),
                            Message.Changed.update(
                                    shard.number(), late ? null : replica.base, latest));
        }
    }

    /** The link loses nothing while both are members; one that is busy gets no more to do. */
    private long patience(NodeId backup) {
        return shard.isSilent(backup) ? Suspects.PATIENCE : LONG_PATIENCE;
    }

    /**
     * @param serial 0: what it was sent is of no use to it
     */
    void acknowledged(NodeId by, long serial) {
        Replica replica = at(by);
        Held sent = replica.sent;
        replica.kept = Math.max(replica.kept, serial);
        if (sent == null) return;
        if (serial == 0) {
            replica.sent = null;
            replica.base = null;
        } else if (sent.serial() == serial) {
            replica.sent = null;
            replica.base = sent;
        } else {
            // It was sent more since, and has that long only from now on.
            replica.since = around.now();
        }
    }

    /** The node will not have it any more, unless it is sent it again. */
    void forget(NodeId node) {
        all.remove(node);
    }

    /** Whether the backup was sent something long ago and has not said that it has it. */
    boolean isLate(NodeId backup) {
        Replica replica = all.get(backup);
        return replica != null
                && replica.sent != null
                && around.now() - replica.since >= Suspects.PATIENCE;
    }

    /** Others than the present backups are sent nothing more: what they have is no base. */
    void keepOnly(List<NodeId> backups) {
        all.forEach(
                (node, replica) -> {
                    if (backups.contains(node)) return;
                    replica.base = null;
                    replica.sent = null;
                });
    }

    /** Copies that are held for this alone, besides the latest; for tests. */
    long copies(Held latest) {
        return all.values().stream()
                .flatMap(replica -> java.util.stream.Stream.of(replica.base, replica.sent))
                .filter(held -> held != null && held != latest)
                .distinct()
                .count();
    }
}
