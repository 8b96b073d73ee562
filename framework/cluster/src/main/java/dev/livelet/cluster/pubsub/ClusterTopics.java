package dev.livelet.cluster.pubsub;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.livelet.Gap;
import dev.livelet.LiveletException;
import dev.livelet.cluster.codec.CodecException;
import dev.livelet.cluster.codec.MessageCodec;
import dev.livelet.cluster.link.Channel;
import dev.livelet.cluster.link.Link;
import dev.livelet.cluster.stream.Streams;
import dev.livelet.spi.ClusterPubSub;
import dev.livelet.spi.Timers;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Topics across nodes. Each node tells the others which topics it has subscribers for, and a
 * message goes to those nodes only, through a bounded queue for each.
 *
 * <p>Of one publisher's messages on a node, subscribers on another get a subsequence in the order
 * published, each once. Where one may be missing they get a {@link Gap} after it was published: it
 * was dropped for a slow node; nodes lost sight of each other; the publisher's node was lost; or
 * the publisher's node did not know of the subscription yet, which it does within 50 ms.
 *
 * <p>Thread-safe. Publishers only enqueue; encoding is done by the peers' sender threads, delivery
 * on {@code executor}.
 */
public final class ClusterTopics implements ClusterPubSub, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ClusterTopics.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int DIGEST_TICKS = 15;
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final Duration BLOCK = Duration.ofMillis(20);

    private final Interest interest = new Interest();
    private final Recent recent = new Recent();
    private final Map<String, Ring> rings = new ConcurrentHashMap<>();
    private final AtomicLong ringNumbers = new AtomicLong();
    private final PubSubCounters counters = new PubSubCounters();
    private final TopicSettings settings;
    private final Timers timers;
    private final LongSupplier nanos;
    private final Executor executor;
    private final Cache<String, Boolean> ids;
    private final long startedAt;
    private volatile @Nullable Wiring wiring;
    private volatile Timers.@Nullable Timer tick;
    private int ticks;

    private record Wiring(
            Streams<Peer> peers, MessageCodec codec, BiConsumer<String, Object> subscribers) {}

    /**
     * @param nanos as {@link System#nanoTime}
     * @param executor for what may wait a little: deliveries to subscribers
     */
    public ClusterTopics(
            TopicSettings settings, Timers timers, LongSupplier nanos, Executor executor) {
        this.settings = settings;
        this.timers = timers;
        this.nanos = nanos;
        this.executor = executor;
        this.startedAt = nanos.getAsLong();
        this.ids =
                Caffeine.newBuilder()
                        .expireAfterWrite(Duration.ofMinutes(2))
                        .maximumSize(200_000)
                        .ticker(nanos::getAsLong)
                        .executor(Runnable::run)
                        .build();
    }

    /**
     * Takes part, from now on. Called once, before the link starts.
     *
     * @param subscribers of this node: topic and message
     */
    public void start(Link link, MessageCodec codec, BiConsumer<String, Object> subscribers) {
        Streams<Peer> peers = new Streams<>(link, Channel.PUBSUB, id -> new Peer(id, this));
        wiring = new Wiring(peers, codec, subscribers);
        peers.open();
        tick = timers.after(TICK, this::tick);
    }

    public PubSubCounters counters() {
        return counters;
    }

    /** After {@link #leave}: whether all that was published has been handed to the link. */
    public boolean isDrained() {
        return allMembers(Outgoing::isDrained);
    }

    /** Whether all members know that this node has subscribers of the topic, if it has. */
    public boolean isKnown(String topic) {
        return allMembers(out -> out.isHeard(topic));
    }

    private boolean allMembers(Predicate<Outgoing> condition) {
        Wiring wired = wiring;
        if (wired == null) return true;
        synchronized (interest) {
            return wired.peers.allMembers(
                    peer -> !(peer.outgoing() instanceof Outgoing out) || condition.test(out));
        }
    }

    @Override
    public void subscribed(String topic) {
        changed(topic, true);
    }

    @Override
    public void unsubscribed(String topic) {
        changed(topic, false);
    }

    private void changed(String topic, boolean subscribed) {
        Wiring wired = wiring;
        if (wired != null && settings.ring(topic) > 0)
            wired.peers.forEach(peer -> peer.turn(topic));
        synchronized (interest) {
            if (!interest.set(topic, subscribed) || wired == null) return;
            wired.peers.forEachMember(
                    peer -> {
                        Outgoing out = peer.outgoing();
                        if (out != null) out.changed(topic, subscribed, now());
                    });
        }
        wired.peers.forEachMember(wired.peers::wake);
    }

    @Override
    public void published(String topic, Object message) {
        publish(topic, message, null);
    }

    @Override
    public void published(String topic, Object message, String id) {
        publish(topic, message, id);
    }

    @Override
    public void check(Object message) {
        Wiring wired = wiring;
        if (wired != null) wired.codec.check(message);
    }

    @Override
    public boolean isNew(String id) {
        return ids.asMap().putIfAbsent(id, true) == null;
    }

    private void publish(String topic, Object message, @Nullable String id) {
        Wiring wired = wiring;
        if (wired == null) return;
        recent.published(topic, now());
        int kept = settings.ring(topic);
        if (kept == 0 && !wired.peers.any(peer -> peer.wants(topic))) return;
        wired.codec.check(message);
        TopicPolicy policy = settings.policy(topic);
        Object key = policy instanceof TopicPolicy.Conflate by ? by.key().apply(message) : null;
        Publication publication = new Publication(topic, message, id, key, wired.codec);
        if (kept == 0) enqueue(wired, publication, policy);
        else
            rings.computeIfAbsent(topic, of -> new Ring(kept, ringNumbers, now()))
                    .publish(publication, now(), each -> enqueue(wired, each, policy));
    }

    private void enqueue(Wiring wired, Publication publication, TopicPolicy policy) {
        long deadline = System.nanoTime() + BLOCK.toNanos();
        List<LiveletException> refusals = new ArrayList<>();
        wired.peers.forEachMember(
                peer -> {
                    Outgoing out = peer.outgoing();
                    if (out == null || !peer.wants(publication.topic())) return;
                    try {
                        out.queue().add(publication, policy, deadline);
                    } catch (LiveletException e) {
                        refusals.add(e);
                    }
                    wired.peers.wake(peer);
                });
        if (!refusals.isEmpty()) throw refusals.getLast();
    }

    /**
     * What was published on the topic since then may be missing at a node: tells it so. Where a
     * ring has it, it is repeated instead, yet nothing that is older than a subscription may be
     * when it is told.
     */
    void missedSince(String topic, long then, PeerQueue queue) {
        if (settings.ring(topic) == 0) {
            if (recent.since(topic, then)) queue.gap(topic);
            return;
        }
        rings.computeIfAbsent(topic, of -> new Ring(settings.ring(of), ringNumbers, now()))
                .since(
                        Math.max(then - now(), -Peer.LEARNED_WITHIN.toNanos()) + now(),
                        then,
                        (after, complete, publications) ->
                                queue.restart(topic, after, complete, false, publications));
    }

    boolean wants(String topic) {
        return interest.has(topic);
    }

    /** Repeats what was published after that of the number. */
    void repeat(String topic, long number, PeerQueue queue) {
        int kept = settings.ring(topic);
        if (kept == 0) return;
        rings.computeIfAbsent(topic, of -> new Ring(kept, ringNumbers, now()))
                .after(
                        number,
                        (after, complete, publications) ->
                                queue.restart(topic, after, complete, true, publications));
    }

    /** What a node is told that has become a member. */
    Outgoing outgoing(long stream) {
        PeerQueue queue = new PeerQueue(settings, counters);
        return new Outgoing(interest, queue, stream, now(), upMillis());
    }

    private void tick() {
        Wiring wired = wiring;
        if (wired == null) return;
        boolean digest = ++ticks % DIGEST_TICKS == 0;
        long now = now();
        wired.peers.forEachMember(
                peer -> {
                    peer.askAgain();
                    peer.forgetOver(now - TICK.toNanos());
                    if (digest) peer.tell(Outgoing::tellDigest);
                });
        wired.peers.forgetIf(peer -> peer.isForgotten(now));
        rings.values().removeIf(ring -> ring.isIdleSince(now - IDLE.toNanos()));
        tick = timers.after(TICK, this::tick);
    }

    void tell(Peer peer, Outgoing out, Consumer<Outgoing> what) {
        synchronized (interest) {
            what.accept(out);
        }
        wake(peer);
    }

    void wake(Peer peer) {
        Wiring wired = wiring;
        if (wired != null) wired.peers.wake(peer);
    }

    /** The node knows the interest as of this version: of which topics it has heard too late. */
    List<String> heard(Outgoing out, long version) {
        synchronized (interest) {
            return out.heard(version, now());
        }
    }

    void deliver(String topic, @Nullable String id, byte[] body) {
        Wiring wired = wiring;
        if (wired == null) return;
        counters.received.increment();
        if (id != null && !isNew(id)) {
            counters.repeated.increment();
            return;
        }
        Object message;
        try {
            message = wired.codec.decode(body);
        } catch (CodecException e) {
            counters.refused.increment();
            log.warn("A message on '{}' cannot be read: {}", topic, e.getMessage());
            gap(topic);
            return;
        }
        wired.subscribers.accept(topic, message);
    }

    void gap(String topic) {
        Wiring wired = wiring;
        if (wired == null || !interest.has(topic)) return;
        counters.gaps.increment();
        wired.subscribers.accept(topic, new Gap(topic));
    }

    /** Any message of any topic may be missing. */
    void gapEverywhere() {
        gapEverywhereBut(Set.of());
    }

    void gapEverywhereBut(Set<String> repeated) {
        List<String> topics;
        synchronized (interest) {
            topics = interest.without(repeated);
        }
        topics.forEach(this::gap);
    }

    Executor executor() {
        return executor;
    }

    long now() {
        return nanos.getAsLong();
    }

    long upMillis() {
        return (now() - startedAt) / 1_000_000;
    }

    /** This node goes away: what it has published is sent, and that there will be no more. */
    public void leave() {
        Wiring wired = wiring;
        if (wired != null) wired.peers.forEachMember(peer -> peer.tell(Outgoing::tellBye));
    }

    @Override
    public void close() {
        Timers.Timer last = tick;
        if (last != null) last.cancel();
        wiring = null;
    }
}
