package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.Channel;
import dev.livelet.cluster.link.NodeId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What is to be sent to one peer. Sessions wait here by name only and are encoded when the peer has
 * room: however long it is slow, it gets each one's newest copy, and the queue is never longer than
 * there are sessions. A frame is a row of messages; one that does not fit goes on in the next.
 *
 * <p>Its monitor guards it, and is never held with a session's lock inside. {@link #next} is the
 * peer's sender's.
 */
final class PeerQueue {
    static final int ALL = 0;
    static final int MORE = 1;
    static final int LAST = 2;
    private static final int OVERHEAD = 12;
    private static final int ACKNOWLEDGED_AT_ONCE = 200;
    private static final int OTHERS = 10_000;

    /**
     * How long copies that nobody waits for gather, unless they are many: a frame each, with its
     * acknowledgement, costs more than the turn that made them. It is also how much of what their
     * pages saw a killed node takes with it, and the pages send again.
     */
    private static final Duration GATHERED = Duration.ofMillis(50);

    private static final int MANY = 128;

    /** How long acknowledgements that nobody waits for gather. */
    private static final Duration GATHERED_WORD = Duration.ofMillis(150);

    private final Node node;
    private final NodeId peer;
    private final Set<Holding> dirty = new LinkedHashSet<>();
    private final Map<String, Stamp> acknowledgements = new LinkedHashMap<>();
    private final Deque<byte[]> others = new ArrayDeque<>();
    private final Map<Holding, Long> awaited = new LinkedHashMap<>();

    /** Whether the link knows of copies, of words, that may wait. */
    private final AtomicBoolean copiesTold = new AtomicBoolean();

    private final AtomicBoolean wordsTold = new AtomicBoolean();
    private int generation;
    private byte @Nullable [] carried;
    private int carriedTo;

    PeerQueue(Node node, NodeId peer) {
        this.node = node;
        this.peer = peer;
    }

    /**
     * This session has a newer copy.
     *
     * @param urgent whether someone waits for the peer to have it; else it may go with what comes
     *     soon after it
     */
    void dirty(Holding session, boolean urgent) {
        boolean many;
        synchronized (this) {
            dirty.add(session);
            awaited.putIfAbsent(session, node.now());
            many = dirty.size() == MANY;
        }
        wake(copiesTold, GATHERED, urgent || many);
    }

    /**
     * This copy of the session is here.
     *
     * @param urgent as of the copy
     */
    void acknowledge(String session, Stamp stamp, boolean urgent) {
        synchronized (this) {
            acknowledgements.merge(session, stamp, (a, b) -> a.compareTo(b) < 0 ? b : a);
        }
        wake(wordsTold, GATHERED_WORD, urgent);
    }

    private void wake(AtomicBoolean told, Duration within, boolean urgent) {
        if (urgent || node.placement.isLeaving(node.self)) {
            wake();
        } else if (told.compareAndSet(false, true)) {
            node.link.wake(peer, Channel.REPLICATION, within);
        }
    }

    /** A message that does not depend on what is sent otherwise. */
    void add(byte[] message) {
        synchronized (this) {
            if (others.size() < OTHERS) {
                others.add(message);
            }
        }
        wake();
    }

    void wake() {
        node.link.wake(peer, Channel.REPLICATION);
    }

    /** The peer has all of this session; or there is no more to wait for. */
    synchronized void settled(Holding session) {
        if (!dirty.contains(session)) {
            awaited.remove(session);
        }
    }

    /** The peer has acknowledged something: the rest waits from now. */
    synchronized void progress(Holding session) {
        if (awaited.remove(session) != null) {
            awaited.put(session, node.now());
        }
    }

    /** Sessions that wait for an acknowledgement since before then; they wait anew from now. */
    synchronized List<Holding> late(long since) {
        List<Holding> late = new ArrayList<>();
        for (Iterator<Map.Entry<Holding, Long>> i = awaited.entrySet().iterator(); i.hasNext(); ) {
            Map.Entry<Holding, Long> next = i.next();
            if (next.getValue() >= since) {
                break;
            }
            late.add(next.getKey());
            i.remove();
        }
        long now = node.now();
        late.forEach(s -> awaited.put(s, now));
        return late;
    }

    synchronized List<Holding> awaited() {
        return List.copyOf(awaited.keySet());
    }

    /** The peer is gone: what was for it is for nobody. */
    synchronized void clear() {
        generation++;
        dirty.clear();
        acknowledgements.clear();
        others.clear();
        awaited.clear();
        carried = null;
    }

    synchronized boolean isEmpty() {
        return dirty.isEmpty() && acknowledgements.isEmpty() && others.isEmpty() && carried == null;
    }

    /** The next frame. */
    byte @Nullable [] next() {
        copiesTold.set(false);
        wordsTold.set(false);
        int most = node.link.frameSize();
        Out frame = new Out(Math.min(most, 4096));
        while (true) {
            byte[] message;
            int from;
            int now;
            synchronized (this) {
                now = generation;
                message = carried;
                from = carriedTo;
                carried = null;
            }
            if (message == null) {
                message = message();
                from = 0;
                if (message == null) {
                    break;
                }
            }
            int room = most - frame.size() - OVERHEAD;
            boolean fits = message.length - from <= room;
            boolean fitsNext = from == 0 && message.length <= most - OVERHEAD;
            if (!fits && (room < 64 || fitsNext)) {
                carry(message, from, now);
                break;
            }
            int length = Math.min(room, message.length - from);
            frame.tag(from == 0 ? fits ? ALL : MORE : fits ? LAST : MORE)
                    .number(from)
                    .bytes(message, from, length);
            if (!fits) {
                carry(message, from + length, now);
                break;
            }
        }
        return frame.size() == 0 ? null : frame.toBytes();
    }

    private synchronized void carry(byte[] message, int from, int as) {
        if (as == generation) {
            carried = message;
            carriedTo = from;
        }
    }

    private byte @Nullable [] message() {
        while (true) {
            Holding next;
            synchronized (this) {
                if (!acknowledgements.isEmpty()) {
                    return acknowledgements();
                }
                if (!others.isEmpty()) {
                    return others.remove();
                }
                Iterator<Holding> sessions = dirty.iterator();
                if (!sessions.hasNext()) {
                    return null;
                }
                next = sessions.next();
                sessions.remove();
            }
            byte[] message = Sending.message(node, next, peer);
            if (message != null) {
                return message;
            }
        }
    }

    private byte[] acknowledgements() {
        int count = Math.min(acknowledgements.size(), ACKNOWLEDGED_AT_ONCE);
        Out out = new Out(count * 48).tag(Tag.ACKNOWLEDGED).number(count);
        Iterator<Map.Entry<String, Stamp>> i = acknowledgements.entrySet().iterator();
        for (int n = 0; n < count; n++) {
            Map.Entry<String, Stamp> next = i.next();
            out.text(next.getKey());
            next.getValue().write(out);
            i.remove();
        }
        return out.toBytes();
    }
}
