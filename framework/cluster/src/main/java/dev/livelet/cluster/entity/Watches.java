package dev.livelet.cluster.entity;

import dev.livelet.EntityId;
import dev.livelet.cluster.link.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The nodes whose pages show an entity. Each gets every newer value that is let out, as what has
 * changed against the last one that it has acknowledged; the whole when that is not known, or is
 * not in the {@link Ring} any more.
 */
final class Watches {
    private final Around around;
    private final EntityId id;
    private final Map<NodeId, Watch> all = new HashMap<>();
    private long version;
    private byte @Nullable [] state;

    /** By one node. */
    private static final class Watch {
        long until;

        /** It has the bytes of this one; 0: of none. */
        long base;
    }

    Watches(Around around, EntityId id) {
        this.around = around;
        this.id = id;
    }

    boolean isEmpty() {
        long now = around.now();
        all.values().removeIf(watch -> watch.until < now);
        return all.isEmpty();
    }

    /** From now on pages may show this. */
    void released(long version, byte[] state) {
        this.version = version;
        this.state = state;
        if (isEmpty()) return;
        Map<Long, Message> made = new HashMap<>();
        all.forEach((node, watch) -> send(node, watch, made));
    }

    private void send(NodeId node, Watch watch, Map<Long, Message> made) {
        byte[] now = state;
        if (now == null) return;
        around.outbox()
                .put(
                        node,
                        List.of("value", id),
                        made.computeIfAbsent(watch.base, base -> value(base, now)));
    }

    private Message value(long base, byte[] now) {
        Ring.Entry before = base == 0 || base == version ? null : around.ring().find(id, base);
        byte[] delta = before == null ? null : Delta.worthwhile(before.state(), now);
        return delta == null
                ? new Message.Value(id, version, now)
                : new Message.NextValue(id, base, version, delta);
    }

    /**
     * @param shown its pages show this version
     * @param base the version whose bytes it has; 0: none
     */
    void by(NodeId node, long shown, long base, long until) {
        Watch watch = all.computeIfAbsent(node, n -> new Watch());
        watch.until = until;
        watch.base = base;
        if (version > shown) send(node, watch, new HashMap<>());
    }

    void acknowledged(NodeId node, long base) {
        Watch watch = all.get(node);
        if (watch != null) watch.base = Math.max(watch.base, base);
    }
}
