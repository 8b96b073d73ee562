package dev.livelet.cluster.entity;

import dev.livelet.cluster.link.Channel;
import dev.livelet.cluster.link.Link;
import dev.livelet.cluster.link.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What waits to be sent to other nodes as frames: of one key only the newest, so a slow node costs
 * no more than what it lacks. What is lost on the way is said again by whoever said it.
 * Thread-safe.
 */
final class Outbox implements Link.Source {
    private final Link link;
    private final Map<NodeId, Map<Object, byte[]>> waiting = new LinkedHashMap<>();
    private final Map<Integer, Long> sent = new HashMap<>();

    Outbox(Link link) {
        this.link = link;
    }

    /**
     * @param key what this replaces, while it waits
     */
    void put(NodeId to, Object key, Message message) {
        synchronized (this) {
            Map<Object, byte[]> queue = waiting.computeIfAbsent(to, node -> new LinkedHashMap<>());
            queue.remove(key);
            queue.put(key, message.bytes());
        }
        link.wake(to, Channel.ENTITY);
    }

    @Override
    public synchronized byte @Nullable [] next(NodeId peer) {
        Map<Object, byte[]> queue = waiting.get(peer);
        if (queue == null || queue.isEmpty()) return null;
        List<byte[]> frame = new ArrayList<>();
        int size = 0;
        for (Iterator<byte[]> each = queue.values().iterator(); each.hasNext(); ) {
            byte[] message = each.next();
            size += message.length + Integer.BYTES;
            if (!frame.isEmpty() && size > link.frameSize()) break;
            frame.add(message);
            sent.merge((int) message[0], (long) message.length, Long::sum);
            each.remove();
        }
        Bytes.Out out = new Bytes.Out();
        frame.forEach(out::bytes);
        return out.toByteArray();
    }

    /** Bytes that have gone out in messages of this code; for tests. */
    synchronized long sent(int code) {
        return sent.getOrDefault(code, 0L);
    }

    /** Bytes that wait; for tests. */
    synchronized long waiting() {
        return waiting.values().stream()
                .flatMap(queue -> queue.values().stream())
                .mapToLong(message -> message.length)
                .sum();
    }

    /** Nothing goes to those who are away. */
    synchronized void keepOnly(java.util.Set<NodeId> members) {
        waiting.keySet().retainAll(members);
    }
}
