package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.Channel;
import dev.livelet.cluster.link.Link;
import dev.livelet.cluster.link.NodeId;
import dev.livelet.cluster.link.View;
import dev.livelet.spi.ClusterNode;
import dev.livelet.spi.Replication;
import dev.livelet.spi.Timers;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Keeps this node's sessions on other nodes, other nodes' sessions here, and moves a session to
 * where its page comes. See {@code docs/internals/failover.md}.
 *
 * <p>Each session has its own lock, a {@link Holding}, under which an owner's commits, a claimant's
 * promises and the taking in of copies are put in order: sessions know nothing of each other, and a
 * commit must be refused or accepted where it is made. Everything that waits for time happens on
 * the timers' thread. To be made before the link starts; thread-safe.
 */
public final class Replicator implements Replication, AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final long LATE = Duration.ofMillis(500).toNanos();
    private static final int DIGEST_TICKS = 150;
    private static final long REST_TICK = Duration.ofMillis(5).toNanos();

    private final Node node;
    private final Claims claims;
    private final Repair repair;
    private final Digest digest;
    private final Inbox inbox;
    private volatile boolean closed;
    private volatile @Nullable HandOver handOver;
    private int ticks;
    private int pausesSeen;

    public Replicator(
            Link link,
            Timers timers,
            LongSupplier nanos,
            CopyCodec codec,
            ReplicationSettings settings,
            Seal seal) {
        this(link, timers, nanos, codec, settings, seal, Rules.STRICT);
    }

    Replicator(
            Link link,
            Timers timers,
            LongSupplier nanos,
            CopyCodec codec,
            ReplicationSettings settings,
            Seal seal,
            Rules rules) {
        node = new Node(link, timers, nanos, codec, settings, seal, rules);
        Promises promises = new Promises(node);
        claims = new Claims(node, promises);
        repair = new Repair(node);
        digest = new Digest(node);
        inbox = new Inbox(node);
        link.source(Channel.REPLICATION, node.queues);
        link.receiver(Channel.REPLICATION, inbox);
        link.answerer(Channel.CLAIM, promises);
        link.signals(Channel.CLAIM, new Signals(node));
        node.pauses.afterPause(generation -> new EpochCheck(node, generation).start());
        link.watch(this::install);
        // nodes that started together should not all send at the same time
        ticks = Math.floorMod(link.self().hashCode(), DIGEST_TICKS);
        timers.after(TICK, this::tick);
    }

    /** See {@link ClusterNode#rehearse}. */
    public static void rehearse(Timers timers, CopyCodec codec, Seal seal, ClusterNode.Play play) {
        try (RehearsedLink link = RehearsedLink.pair();
                RehearsedLink other = link.other();
                Replicator first = rehearsing(link, timers, codec, seal);
                Replicator second = rehearsing(other, timers, codec, seal)) {
            play.on(first, second, timers);
        }
    }

    private static Replicator rehearsing(Link link, Timers timers, CopyCodec codec, Seal seal) {
        return new Replicator(
                link, timers, System::nanoTime, codec, ReplicationSettings.DEFAULT, seal);
    }

    @Override
    public String node() {
        return node.self.name();
    }

    @Override
    public Ownership own(String session, boolean sync, Owner owner) {
        Tenure tenure =
                node.holdings.with(
                        session,
                        h -> {
                            Owned owned = h.owned;
                            if (owned == null) {
                                owned = mounted(h, sync);
                            }
                            Tenure begun = new Tenure(node, h, owned, owner);
                            owned.attach(begun, sync);
                            return begun;
                        });
        tenure.begin();
        return tenure;
    }

    /** With the session's lock. */
    private Owned mounted(Holding holding, boolean sync) {
        Epoch epoch = Epoch.of(0, node.self);
        Owned owned = new Owned(node, holding, epoch, sync, node.self);
        if (epoch.isBefore(holding.promised)) {
            owned.fence();
        } else {
            holding.owned = owned;
            holding.orphanSince = 0;
            holding.promise(epoch, node.now());
        }
        return owned;
    }

    @Override
    public Claimed claim(Claim claim) {
        return claiming(claim).join();
    }

    /** {@link #claim} for who cannot wait. */
    CompletableFuture<Claimed> claiming(Claim claim) {
        return claims.claim(claim);
    }

    /**
     * Waits until all sessions of this node are in full on nodes that stay, or for this time. The
     * link's {@link Link#leave} comes first.
     *
     * @return sessions that are not
     */
    public int handOver(Duration within) {
        return handingOver(within).join();
    }

    CompletableFuture<Integer> handingOver(Duration within) {
        HandOver begun = new HandOver(node, node.now() + within.toNanos());
        handOver = begun;
        return begun.left();
    }

    /**
     * The same once more, at the very end: what sessions did after they were handed over, and whose
     * node has gone meanwhile. Nothing is committed any more, and the timers may have ended.
     *
     * @return sessions that are not
     */
    public int handOverRest(Duration within) {
        HandOver rest = new HandOver(node, node.now() + within.toNanos());
        while (rest.tick()) {
            LockSupport.parkNanos(REST_TICK);
        }
        return rest.left().join();
    }

    public Map<Count, Long> counts() {
        return node.counts.snapshot();
    }

    /**
     * Sessions that run here with fewer backups than they should have, or with one that lacks the
     * first copy or is late.
     */
    public int underReplicated() {
        int number = 0;
        for (Holding holding : node.holdings.all()) {
            synchronized (holding) {
                Owned owned = holding.owned;
                if (owned != null && owned.isUnderReplicated()) {
                    number++;
                }
            }
        }
        return number;
    }

    /** How long the session whose members are longest behind has been waiting for them. */
    public Duration lag() {
        long longest = 0;
        for (Holding holding : node.holdings.all()) {
            synchronized (holding) {
                if (holding.owned != null) {
                    longest = Math.max(longest, holding.owned.lag());
                }
            }
        }
        return Duration.ofNanos(longest);
    }

    /** Whether this node keeps a copy of another node's session. */
    boolean keeps(String session) {
        Holding holding = node.holdings.find(session);
        if (holding == null) {
            return false;
        }
        synchronized (holding) {
            return holding.backup != null;
        }
    }

    /** What this node has of a session, for people. */
    String tell(String session) {
        Holding holding = node.holdings.find(session);
        if (holding == null) {
            return "nothing";
        }
        synchronized (holding) {
            return holding.toString();
        }
    }

    /** Copies that this node keeps for others. */
    public int copies() {
        return (int) node.holdings.all().stream().filter(h -> h.backup != null).count();
    }

    /** Bytes of these copies. */
    public long copyBytes() {
        long bytes = 0;
        for (Holding holding : node.holdings.all()) {
            Encoded backup;
            synchronized (holding) {
                backup = holding.backup;
            }
            bytes += backup == null ? 0 : backup.size();
        }
        return bytes;
    }

    @Override
    public void close() {
        closed = true;
    }

    private void install(View view) {
        View before = node.placement.view();
        node.placement.install(view);
        node.queues.install(before, view);
        for (NodeId gone : before.members()) {
            if (!view.has(gone)) {
                inbox.forget(gone);
            }
        }
        node.timers.after(Duration.ZERO, repair::viewChanged);
    }

    private void tick() {
        if (closed) {
            return;
        }
        try {
            int pauses = node.pauses.tick();
            node.placement.forgive(node.now());
            for (NodeId peer : node.queues.peers()) {
                List<Holding> late = node.queues.of(peer).late(node.now() - LATE);
                if (pauses == pausesSeen) {
                    late(peer, late);
                }
            }
            // after a pause of this process nobody else is late
            pausesSeen = pauses;
            node.untold.tick(node.now());
            repair.tick();
            HandOver leaving = handOver;
            if (leaving != null && !leaving.tick()) {
                handOver = null;
            }
            if (++ticks % DIGEST_TICKS == 0) {
                digest.send();
            }
        } finally {
            node.timers.after(TICK, this::tick);
        }
    }

    private void late(NodeId peer, List<Holding> sessions) {
        for (Holding session : sessions) {
            Owned owned;
            boolean expected;
            boolean send = false;
            synchronized (session) {
                owned = session.owned;
                expected = owned != null && !owned.isFenced() && owned.members().of(peer) != null;
                if (owned != null && expected) {
                    if (node.placement.suspect(peer, node.now())) {
                        node.counts.add(Count.SUSPECTED);
                    }
                    send = owned.late(peer);
                }
            }
            if (owned != null && send) {
                owned.wakeMembers();
            } else if (!expected) {
                node.queues.of(peer).settled(session);
            }
        }
    }
}
