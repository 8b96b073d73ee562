package dev.livelet.cluster.presence;

import dev.livelet.Presence.Change;
import dev.livelet.cluster.codec.CodecException;
import dev.livelet.cluster.codec.MessageCodec;
import dev.livelet.cluster.link.Channel;
import dev.livelet.cluster.link.Link;
import dev.livelet.cluster.link.NodeId;
import dev.livelet.cluster.presence.Entries.Place;
import dev.livelet.cluster.presence.Entries.Told;
import dev.livelet.cluster.stream.Streams;
import dev.livelet.spi.ClusterPresence;
import dev.livelet.spi.Timers;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Presence across nodes: each tells the others of its own sessions' entries, all of them to a node
 * that joins, changes from then on. A digest every 15 s finds what got lost all the same.
 *
 * <p>Nodes that see each other agree within 200 ms. A session that goes on at another node within
 * {@link #GRACE}, because its node was lost or told it to move, makes no leave and join there or
 * elsewhere. Entries of a lost node go {@link #GRACE} after the loss was seen.
 *
 * <p>Thread-safe; nothing blocks.
 */
public final class ClusterEntries implements ClusterPresence, AutoCloseable {
    public static final Duration GRACE = Duration.ofSeconds(4);

    private static final Logger log = LoggerFactory.getLogger(ClusterEntries.class);
    private static final Duration DIGEST = Duration.ofSeconds(15);
    private static final Duration SWEEP = Duration.ofMillis(200);
    private static final Duration FORGET = Duration.ofMinutes(5);

    private final Entries own = new Entries();

    /** What it changes is told while it is locked, so that it is told in its order. */
    private final Others others = new Others();

    private final LongAdder refused = new LongAdder();
    private final Timers timers;
    private final LongSupplier nanos;
    private final Executor executor;
    private volatile @Nullable Wiring wiring;
    private volatile Timers.@Nullable Timer digest;
    private boolean sweeping;

    private record Wiring(Streams<Peer> peers, MessageCodec codec, Consumer<Change> host) {}

    /**
     * @param nanos as {@link System#nanoTime}
     * @param executor for what may wait a little
     */
    public ClusterEntries(Timers timers, LongSupplier nanos, Executor executor) {
        this.timers = timers;
        this.nanos = nanos;
        this.executor = executor;
    }

    /**
     * Takes part, from now on. Called once, before the link starts.
     *
     * @param codec of metas
     * @param host is told what other nodes' entries came and went
     */
    public void start(Link link, MessageCodec codec, Consumer<Change> host) {
        Streams<Peer> peers = new Streams<>(link, Channel.PRESENCE, id -> new Peer(id, this));
        wiring = new Wiring(peers, codec, host);
        peers.open();
        digest = timers.after(DIGEST, this::tick);
    }

    /** Frames and metas of other nodes that could not be read. */
    public LongAdder refusals() {
        return refused;
    }

    @Override
    public void check(Object meta) {
        Wiring wired = wiring;
        if (wired != null) wired.codec.check(meta);
    }

    @Override
    public void changed(String topic, List<Own> changes) {
        Wiring wired = wiring;
        if (wired == null) return;
        synchronized (own) {
            for (Own change : changes) {
                Place place = new Place(topic, change.entry().key(), change.entry().session());
                Told told = change.fate() == Fate.HERE ? told(wired.codec, topic, change) : null;
                if (told != null) own.put(place, told);
                else own.remove(place);
                boolean untold = told == null && change.fate() == Fate.HERE;
                Fate fate = untold ? Fate.LEFT : change.fate();
                wired.peers.forEachMember(
                        peer -> {
                            Outgoing out = peer.outgoing();
                            if (out != null) out.changed(place, fate);
                        });
            }
        }
        wired.peers.forEachMember(wired.peers::wake);
    }

    private static @Nullable Told told(MessageCodec codec, String topic, Own change) {
        try {
            return new Told(change.attempt(), codec.encode(change.entry().meta()));
        } catch (CodecException e) {
            log.error(
                    "The entry '{}' on '{}' is shown on its own node only",
                    change.entry().key(),
                    topic,
                    e);
            return null;
        }
    }

    /** What a node is told that has become a member. */
    Outgoing outgoing(long stream) {
        return new Outgoing(own, stream);
    }

    byte @Nullable [] next(Outgoing out, int limit) {
        synchronized (own) {
            return out.next(limit);
        }
    }

    void here(NodeId node, Place place, Told told) {
        Wiring wired = wiring;
        if (wired == null) return;
        Object meta;
        try {
            meta = wired.codec.decode(told.meta());
        } catch (CodecException e) {
            refused.increment();
            log.warn("The entry '{}' on '{}' cannot be read", place.key(), place.topic(), e);
            gone(node, place, Fate.LEFT);
            return;
        }
        synchronized (others) {
            others.put(node, place, told.attempt(), meta);
        }
    }

    void gone(NodeId node, Place place, Fate fate) {
        synchronized (others) {
            if (fate == Fate.MOVED) others.keepUntil(node, place, now() + GRACE.toNanos());
            else others.remove(node, place);
            sweepLater();
        }
    }

    void lost(NodeId node) {
        synchronized (others) {
            others.keepAllUntil(node, now() + GRACE.toNanos());
            sweepLater();
        }
    }

    void found(NodeId node, Set<Place> itsOwn) {
        synchronized (others) {
            others.keep(node, itsOwn);
        }
    }

    void flush() {
        Wiring wired = wiring;
        if (wired == null) return;
        synchronized (others) {
            others.flush(wired.host);
        }
    }

    private void sweepLater() {
        if (sweeping || !others.hasGoing()) return;
        sweeping = true;
        timers.after(SWEEP, this::sweep);
    }

    private void sweep() {
        synchronized (others) {
            sweeping = false;
            others.sweep(now());
            sweepLater();
        }
        flush();
    }

    private void tick() {
        Wiring wired = wiring;
        if (wired == null) return;
        wired.peers.forEachMember(peer -> peer.tell(Outgoing::tellDigest));
        long now = now();
        wired.peers.forgetIf(peer -> now - peer.heardAt() > FORGET.toNanos());
        digest = timers.after(DIGEST, this::tick);
    }

    void tell(Peer peer, Outgoing out, Consumer<Outgoing> what) {
        synchronized (own) {
            what.accept(out);
        }
        Wiring wired = wiring;
        if (wired != null) wired.peers.wake(peer);
    }

    void refused() {
        refused.increment();
    }

    Executor executor() {
        return executor;
    }

    long now() {
        return nanos.getAsLong();
    }

    @Override
    public void close() {
        Timers.Timer last = digest;
        if (last != null) last.cancel();
        wiring = null;
    }
}
