package dev.livelet.cluster.pubsub;

import dev.livelet.cluster.codec.CodecException;
import dev.livelet.cluster.link.NodeId;
import dev.livelet.cluster.stream.Inbox;
import dev.livelet.cluster.stream.StreamPeer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Another node, as far as topics go: what it is interested in, and what has come from it. Frames
 * come one after the other; its monitor keeps them apart from views. What is to be told it is in
 * {@link Outgoing}, while it is a member.
 */
final class Peer implements StreamPeer, Frame.Reader {
    private static final Logger log = LoggerFactory.getLogger(Peer.class);

    /** Two nodes that met this late had lived apart. */
    private static final Duration APART = Duration.ofMinutes(1);

    /** More than the time in which a subscription must be known. */
    static final Duration LEARNED_WITHIN = Outgoing.KNOWN_WITHIN.multipliedBy(2);

    private final NodeId id;

    private record Over(long number, long at) {}

    private final ClusterTopics node;
    private final Inbox inbox;
    private final Interest theirs = new Interest();
    private volatile @Nullable Outgoing outgoing;
    private long stream;
    private int expected;
    private boolean gapTold;
    private boolean firstContact;
    private boolean bye;

    /** What it is interested in is to be asked, and could not be yet. */
    private boolean incomplete;

    private @Nullable Set<String> gathered;

    /** The number of the last publication that came, by topic of which it keeps some. */
    private final Map<String, Long> lasts = new HashMap<>();

    /** The same of subscriptions that have just ended: the next one shall not have it again. */
    private final Map<String, Over> over = new HashMap<>();

    /** Topics of which some are missing and have been asked for: what comes meanwhile is early. */
    private final Set<String> asked = new HashSet<>();

    private long heardAt;

    Peer(NodeId id, ClusterTopics node) {
        this.id = id;
        this.node = node;
        this.inbox = new Inbox(node.executor(), node::gapEverywhere);
        this.heardAt = node.now();
    }

    @Override
    public NodeId id() {
        return id;
    }

    @Override
    public boolean isMember() {
        return outgoing != null;
    }

    @Nullable Outgoing outgoing() {
        return outgoing;
    }

    boolean wants(String topic) {
        return theirs.has(topic);
    }

    @Override
    public synchronized void joined(long stream) {
        Outgoing out = node.outgoing(stream);
        outgoing = out;
        if (incomplete) ask();
        gaps(out, theirs.topics(), node.now() - APART.toNanos());
    }

    @Override
    public synchronized void left() {
        outgoing = null;
        heardAt = node.now();
        // What it published last may have reached others only.
        if (!bye || !asked.isEmpty()) inbox.put(node::gapEverywhere);
    }

    synchronized boolean isForgotten(long now) {
        return outgoing == null && now - heardAt > Duration.ofMinutes(5).toNanos();
    }

    @Override
    public byte @Nullable [] next(int limit) {
        Outgoing out = outgoing;
        return out == null ? null : out.next(limit);
    }

    /** Has it told, if it is a member. */
    void tell(Consumer<Outgoing> what) {
        Outgoing out = outgoing;
        if (out != null) node.tell(this, out, what);
    }

    @Override
    public synchronized void received(byte[] frame) {
        heardAt = node.now();
        try {
            Frame.read(frame, this);
        } catch (CodecException e) {
            node.counters().refused.increment();
            log.warn("A frame about topics from {} was refused: {}", id, e.getMessage());
            missed();
            ask();
        }
    }

    @Override
    public synchronized void gap() {
        gapTold = true;
        missed();
    }

    private void missed() {
        gathered = null;
        asked.addAll(lasts.keySet());
        Set<String> repeated = outgoing == null ? Set.of() : Set.copyOf(asked);
        inbox.put(() -> node.gapEverywhereBut(repeated));
        askAgain();
    }

    /** Asks for what is missing; again, as a question may be lost. */
    synchronized void askAgain() {
        Outgoing out = outgoing;
        if (out == null || asked.isEmpty()) return;
        node.tell(
                this,
                out,
                each ->
                        lasts.forEach(
                                (topic, last) -> {
                                    if (asked.contains(topic)) each.askToRepeat(topic, last);
                                }));
    }

    /** A subscription begins or ends: what one had has nothing to do with what the next misses. */
    synchronized void turn(String topic) {
        Long last = lasts.remove(topic);
        if (last != null) over.put(topic, new Over(last, node.now()));
        asked.remove(topic);
    }

    synchronized void forgetOver(long then) {
        over.values().removeIf(each -> each.at - then < 0);
    }

    private void ask() {
        incomplete = outgoing == null;
        tell(Outgoing::askAll);
    }

    @Override
    public boolean frame(long of, int number) {
        if (of < stream) return false;
        boolean begins = of != stream;
        boolean complete = begins ? stream == 0 && number == 0 : number == expected;
        if (!complete && !gapTold) missed();
        // A stream begins with all topics.
        if (begins ? number != 0 : gapTold || !complete) ask();
        gapTold = false;
        firstContact = stream == 0;
        stream = of;
        expected = number + 1;
        return true;
    }

    @Override
    public void hello(long upMillis) {
        if (firstContact && upMillis > APART.toMillis() && node.upMillis() > APART.toMillis())
            missed();
    }

    @Override
    public void all(boolean first, long version, List<String> topics) {
        if (first) gathered = new HashSet<>();
        Set<String> all = gathered;
        if (all == null) return;
        all.addAll(topics);
        if (version == 0) return;
        gathered = null;
        Outgoing out = outgoing;
        long then = node.now() - APART.toNanos();
        if (out != null && out.since() - then < 0) then = out.since();
        learn(List.copyOf(all), theirs.without(all), then);
        known(out, version);
    }

    @Override
    public void changes(long version, List<String> added, List<String> removed) {
        learn(added, removed, node.now() - LEARNED_WITHIN.toNanos());
        if (version > 0) known(outgoing, version);
    }

    /**
     * What was published here since {@code then} on a topic that the node is interested in may have
     * been missed by it. Publishers note that they have published before they look who is
     * interested; so it is looked at here after the interest is known.
     */
    private void learn(List<String> added, List<String> removed, long then) {
        List<String> fresh = added.stream().filter(topic -> theirs.set(topic, true)).toList();
        for (String topic : removed) theirs.set(topic, false);
        Outgoing out = outgoing;
        if (out != null) gaps(out, fresh, then);
    }

    private void gaps(Outgoing out, List<String> topics, long then) {
        for (String topic : topics) node.missedSince(topic, then, out.queue());
        if (!out.queue().isEmpty()) node.wake(this);
    }

    private void known(@Nullable Outgoing out, long version) {
        if (out != null) node.tell(this, out, each -> each.tellKnown(version));
    }

    @Override
    public void digest(long version, int size, long hash) {
        if (gathered == null && (theirs.size() != size || theirs.hash() != hash)) ask();
    }

    @Override
    public void askAll() {
        tell(Outgoing::tellAll);
    }

    @Override
    public void known(long version) {
        Outgoing out = outgoing;
        if (out == null) return;
        for (String topic : node.heard(out, version)) inbox.put(() -> node.gap(topic));
    }

    @Override
    public void publication(String topic, @Nullable String id, long number, byte[] body) {
        bye = false;
        if (number == 0 || isNext(topic, number)) inbox.put(() -> node.deliver(topic, id, body));
    }

    private boolean isNext(String topic, long number) {
        Over before = over.get(topic);
        if (!node.wants(topic)) {
            if (before != null) over.put(topic, new Over(number, node.now()));
            return false;
        }
        Long last = lasts.get(topic);
        if (last == null && before != null && number <= before.number + 1) last = before.number;
        if (last != null && number <= last) {
            node.counters().repeated.increment();
            return false;
        }
        boolean hole = last == null || number > last + 1;
        if (hole && last != null && outgoing != null) {
            if (asked.add(topic)) askAgain();
            return false;
        }
        if (hole) inbox.put(() -> node.gap(topic));
        lasts.put(topic, number);
        return true;
    }

    @Override
    public void restart(String topic, long after, boolean complete, boolean answer) {
        if (!answer && asked.contains(topic)) return;
        asked.remove(topic);
        Long last = lasts.get(topic);
        if (!complete || last != null && after > last) inbox.put(() -> node.gap(topic));
        Over before = over.get(topic);
        if (last == null && before != null && before.number > after) after = before.number;
        if (last == null || after > last) lasts.put(topic, after);
    }

    @Override
    public void repeat(String topic, long after) {
        Outgoing out = outgoing;
        if (out == null) return;
        node.repeat(topic, after, out.queue());
        node.wake(this);
    }

    @Override
    public void gap(String topic) {
        if (lasts.containsKey(topic) && outgoing != null) {
            if (asked.add(topic)) askAgain();
            return;
        }
        inbox.put(() -> node.gap(topic));
    }

    @Override
    public void bye() {
        bye = true;
        node.counters().farewells.increment();
    }
}
