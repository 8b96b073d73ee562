package dev.livelet.cluster.pubsub;

import dev.livelet.LiveletException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The messages that wait for one node: all in the order published, bounded for each topic and in
 * all. What has to be left out becomes a gap, told before what is left. Thread-safe.
 */
final class PeerQueue {
    private static final Logger log = LoggerFactory.getLogger(PeerQueue.class);

    private record Restart(long after, boolean complete, boolean answer) {}

    private record Key(String topic, Object key) {}

    private final Set<String> gaps = new LinkedHashSet<>();
    private final Map<String, Restart> restarts = new LinkedHashMap<>();
    private final LinkedHashSet<Publication> waiting = new LinkedHashSet<>();
    private final Map<String, LinkedHashSet<Publication>> byTopic = new HashMap<>();
    private final Map<Key, Publication> newest = new HashMap<>();
    private final TopicSettings settings;
    private final PubSubCounters counters;

    PeerQueue(TopicSettings settings, PubSubCounters counters) {
        this.settings = settings;
        this.counters = counters;
    }

    /**
     * @param deadline until when a publisher may be held up, by {@link System#nanoTime}
     * @throws LiveletException by policy, when there is no room
     */
    synchronized void add(Publication publication, TopicPolicy policy, long deadline) {
        Object key = publication.key();
        if (key != null) replace(new Key(publication.topic(), key));
        if (isFull(publication.topic())) makeRoom(publication.topic(), policy, deadline);
        append(publication);
        if (key != null) newest.put(new Key(publication.topic(), key), publication);
    }

    private void replace(Key key) {
        Publication older = newest.get(key);
        if (older == null) return;
        remove(older);
        counters.conflated.increment();
    }

    private void makeRoom(String topic, TopicPolicy policy, long deadline) {
        if (policy instanceof TopicPolicy.Fail) {
            drop(topic);
            throw new LiveletException(
                    "A message on '"
                            + topic
                            + "' could not be sent: a node does not take them as fast as they come."
                            + " Publish less often, or choose another policy for the topic");
        }
        if (policy instanceof TopicPolicy.Block) waitForRoom(topic, deadline);
        if (!isFull(topic)) return;
        LinkedHashSet<Publication> same = byTopic.get(topic);
        Publication oldest = same != null ? same.getFirst() : waiting.getFirst();
        remove(oldest);
        drop(oldest.topic());
    }

    private void waitForRoom(String topic, long deadline) {
        try {
            for (long left = deadline - System.nanoTime();
                    left > 0 && isFull(topic);
                    left = deadline - System.nanoTime())
                wait(left / 1_000_000, (int) (left % 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isFull(String topic) {
        Set<Publication> same = byTopic.get(topic);
        return waiting.size() >= settings.perNode()
                || same != null && same.size() >= settings.perTopic();
    }

    private void drop(String topic) {
        gaps.add(topic);
        counters.dropped.increment();
    }

    private void remove(Publication publication) {
        waiting.remove(publication);
        LinkedHashSet<Publication> same = byTopic.get(publication.topic());
        if (same != null && same.remove(publication) && same.isEmpty())
            byTopic.remove(publication.topic());
        Object key = publication.key();
        if (key != null) newest.remove(new Key(publication.topic(), key), publication);
        notifyAll();
    }

    /** Tells the node's subscribers of the topic that some may be missing. */
    synchronized void gap(String topic) {
        gaps.add(topic);
    }

    /** What waits of the topic is replaced by these, which follow that of the number. */
    synchronized void restart(
            String topic,
            long after,
            boolean complete,
            boolean answer,
            List<Publication> publications) {
        Set<Publication> same = byTopic.get(topic);
        if (same != null) List.copyOf(same).forEach(this::remove);
        gaps.remove(topic);
        restarts.put(topic, new Restart(after, complete, answer));
        publications.forEach(this::append);
    }

    private void append(Publication publication) {
        waiting.add(publication);
        byTopic.computeIfAbsent(publication.topic(), topic -> new LinkedHashSet<>())
                .add(publication);
    }

    synchronized boolean isEmpty() {
        return gaps.isEmpty() && restarts.isEmpty() && waiting.isEmpty();
    }

    /** Moves what there is room for into a frame. */
    void write(Frame.Writer frame) {
        while (true) {
            writeGaps(frame);
            Publication next = first();
            if (next == null) return;
            byte[] body;
            try {
                body = next.body();
            } catch (RuntimeException e) {
                log.error(
                        "A message of {} on '{}' cannot go to other nodes; their subscribers are"
                                + " told of a gap",
                        next.message().getClass().getName(),
                        next.topic(),
                        e);
                counters.unwritable.increment();
                taken(next, true);
                continue;
            }
            if (!frame.hasRoom(body.length + 3 * next.topic().length() + 64)) return;
            // It may have been dropped or replaced meanwhile.
            if (!taken(next, false)) continue;
            frame.publication(next.topic(), next.id(), next.number(), body);
            counters.sent.increment();
        }
    }

    private synchronized @Nullable Publication first() {
        return waiting.isEmpty() ? null : waiting.getFirst();
    }

    private synchronized boolean taken(Publication publication, boolean lost) {
        boolean there = waiting.contains(publication);
        if (there) remove(publication);
        if (there && lost) gaps.add(publication.topic());
        return there;
    }

    private synchronized void writeGaps(Frame.Writer frame) {
        for (Iterator<String> all = gaps.iterator(); all.hasNext(); ) {
            String topic = all.next();
            if (!frame.hasRoom(3 * topic.length() + 16)) return;
            frame.gap(topic);
            all.remove();
        }
        for (Iterator<Map.Entry<String, Restart>> all = restarts.entrySet().iterator();
                all.hasNext(); ) {
            Map.Entry<String, Restart> each = all.next();
            if (!frame.hasRoom(3 * each.getKey().length() + 16)) return;
            Restart restart = each.getValue();
            frame.restart(each.getKey(), restart.after, restart.complete, restart.answer);
            all.remove();
        }
    }
}
