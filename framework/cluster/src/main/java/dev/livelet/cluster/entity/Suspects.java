package dev.livelet.cluster.entity;

import dev.livelet.cluster.link.NodeId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Backups that do not acknowledge: others take their places for a while. One that acknowledges
 * late, but goes on doing so, has much to do; it stays, since more copies in more places would be
 * more to do for all.
 */
final class Suspects {
    /** How long a backup may take for an acknowledgement. */
    static final long PATIENCE = Duration.ofMillis(500).toNanos();

    private static final Logger log = LoggerFactory.getLogger(Suspects.class);
    private static final long SUSPECTED = Duration.ofSeconds(5).toNanos();

    private final Around around;
    private final Map<NodeId, Long> until = new HashMap<>();
    private final Map<NodeId, Long> heard = new HashMap<>();

    Suspects(Around around) {
        this.around = around;
    }

    boolean has(NodeId node) {
        return until.containsKey(node);
    }

    /** It has acknowledged something. */
    void heard(NodeId node) {
        heard.put(node, around.now());
    }

    /** Whether it has acknowledged nothing of late. */
    boolean isSilent(NodeId node) {
        Long last = heard.get(node);
        return last == null || around.now() - last >= PATIENCE;
    }

    /** Called now and then. */
    void look(List<NodeId> others, Collection<Owned> owned) {
        long now = around.now();
        until.values().removeIf(end -> end < now);
        heard.keySet().retainAll(others);
        for (NodeId other : others) {
            if (has(other) || !isSilent(other)) continue;
            for (Owned mine : owned) {
                if (!mine.backups().contains(other) || !mine.waitsFor(other)) continue;
                log.info("{} does not acknowledge: others are backups for a while", other);
                until.put(other, now + SUSPECTED);
                break;
            }
        }
    }
}
