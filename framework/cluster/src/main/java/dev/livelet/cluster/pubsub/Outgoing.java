package dev.livelet.cluster.pubsub;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one node is to be told, from when it became a member until it is none any more: first all
 * topics of interest, then their changes, and the publications that wait for it.
 *
 * <p>All but {@link #next} is guarded by this node's {@link Interest}.
 */
final class Outgoing {
    /** Subscriptions that a node has not heard of after this time are told of a gap. */
    static final Duration KNOWN_WITHIN = Duration.ofMillis(50);

    private static final int FRESH_BOUND = 10_000;

    /** A topic that got its first subscriber, and the version of the interest that says so. */
    private record Fresh(String topic, long version, long at) {}

    private final Interest interest;
    private final PeerQueue queue;
    private final long stream;
    private final long since;
    private final long upMillis;
    private int number;
    private boolean greeted;
    private boolean askAll;
    private boolean tellAll = true;
    private boolean digest;
    private boolean bye;
    private boolean heardAll;
    private long known;
    private @Nullable Iterator<String> all;
    private long allVersion;
    private final Map<String, Long> repeats = new LinkedHashMap<>();
    private final Map<String, Boolean> changes = new LinkedHashMap<>();
    private final ArrayDeque<Fresh> fresh = new ArrayDeque<>();

    Outgoing(Interest interest, PeerQueue queue, long stream, long since, long upMillis) {
        this.interest = interest;
        this.queue = queue;
        this.stream = stream;
        this.since = since;
        this.upMillis = upMillis;
    }

    PeerQueue queue() {
        return queue;
    }

    /** When the node became a member. */
    long since() {
        return since;
    }

    void changed(String topic, boolean subscribed, long now) {
        changes.put(topic, subscribed);
        if (subscribed && fresh.size() < FRESH_BOUND)
            fresh.add(new Fresh(topic, interest.version(), now));
    }

    void tellAll() {
        tellAll = true;
    }

    void askAll() {
        askAll = true;
    }

    /** Asks for what the node published on the topic after that of this number. */
    void askToRepeat(String topic, long after) {
        repeats.put(topic, after);
    }

    void tellDigest() {
        digest = true;
    }

    /** Whether the node has said that it knows of the topic. */
    boolean isHeard(String topic) {
        return heardAll && fresh.stream().noneMatch(each -> each.topic.equals(topic));
    }

    boolean isDrained() {
        return !bye && queue.isEmpty();
    }

    /** Nothing more will be published. */
    void tellBye() {
        bye = true;
    }

    /** The node's own interest is known here as of this version. */
    void tellKnown(long version) {
        known = version;
    }

    /**
     * The node knows the interest as of this version.
     *
     * @return topics of which it has heard too late
     */
    List<String> heard(long version, long now) {
        heardAll = true;
        List<String> late = new ArrayList<>();
        boolean overflown = fresh.size() >= FRESH_BOUND;
        while (!fresh.isEmpty() && fresh.getFirst().version <= version) {
            Fresh each = fresh.removeFirst();
            if (now - each.at > KNOWN_WITHIN.toNanos()) late.add(each.topic);
        }
        return overflown ? interest.topics() : late;
    }

    /** The next frame; on the node's sender thread. */
    byte @Nullable [] next(int limit) {
        Frame.Writer frame = new Frame.Writer(stream, number, limit);
        synchronized (interest) {
            control(frame);
        }
        queue.write(frame);
        synchronized (interest) {
            if (bye && queue.isEmpty()) {
                frame.bye();
                bye = false;
            }
        }
        if (frame.isEmpty()) return null;
        number++;
        return frame.take();
    }

    private void control(Frame.Writer frame) {
        if (!greeted) frame.hello(upMillis);
        greeted = true;
        if (askAll) frame.askAll();
        askAll = false;
        repeats.forEach(frame::repeat);
        repeats.clear();
        if (known > 0) frame.known(known);
        known = 0;
        if (!topics(frame) || !changes(frame)) return;
        if (digest) frame.digest(interest.version(), interest.size(), interest.hash());
        digest = false;
    }

    /**
     * @return whether all is said
     */
    private boolean topics(Frame.Writer frame) {
        boolean first = tellAll;
        if (tellAll) {
            tellAll = false;
            changes.clear();
            all = interest.topics().iterator();
            allVersion = interest.version();
        }
        if (all == null) return true;
        List<String> some = new ArrayList<>();
        for (int room = frame.room(); all.hasNext() && room > 0; ) {
            String topic = all.next();
            some.add(topic);
            room -= 3 * topic.length() + 4;
        }
        boolean last = !all.hasNext();
        frame.all(first, last ? allVersion : 0, some);
        if (last) all = null;
        return last;
    }

    private boolean changes(Frame.Writer frame) {
        if (changes.isEmpty()) return true;
        List<String> added = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        int room = frame.room();
        for (Iterator<Map.Entry<String, Boolean>> i = changes.entrySet().iterator();
                i.hasNext() && room > 0; ) {
            Map.Entry<String, Boolean> change = i.next();
            (change.getValue() ? added : removed).add(change.getKey());
            room -= 3 * change.getKey().length() + 4;
            i.remove();
        }
        boolean last = changes.isEmpty();
        frame.changes(last ? interest.version() : 0, added, removed);
        return last;
    }
}
