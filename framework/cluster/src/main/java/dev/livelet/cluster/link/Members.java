package dev.livelet.cluster.link;

import org.jgroups.Address;
import org.jgroups.MergeView;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What follows from a view: members get senders, others lose them, members without a name are asked
 * for it, and the watchers are told, one view after the other on a thread of their own. The roster
 * is right before any of this.
 */
final class Members {
    private static final long WHO_EACH = 100;
    private static final long MAX_WHO_EACH = 5000;

    private static final Logger log = LoggerFactory.getLogger(Members.class);

    private final NodeId self;
    private final Roster roster;
    private final Peers peers;
    private final Sender sender;
    private final Executor threads;
    private final ScheduledExecutorService timer;
    private final Counters counters;
    private final BiConsumer<NodeId, String> gone;
    private final Runnable replaced;

    private final CopyOnWriteArrayList<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final ReentrantLock watching = new ReentrantLock();
    private final Mailbox<Shown> views;
    private final ReentrantLock installing = new ReentrantLock();

    // Guarded by installing.
    private boolean joined;
    private boolean closed;
    private volatile Shown latest;

    /** Views are numbered: who begins to watch is not told one that is older than the first. */
    private record Shown(long number, View view) {}

    private record Watcher(long since, Consumer<View> consumer) {}

    /**
     * @param gone is told of nodes that will not answer any more, and why
     * @param replaced this node was thought dead, and a later run of it has taken its place
     */
    Members(
            NodeId self,
            Roster roster,
            Peers peers,
            Sender sender,
            Executor threads,
            ScheduledExecutorService timer,
            Counters counters,
            BiConsumer<NodeId, String> gone,
            Runnable replaced) {
        this.self = self;
        this.roster = roster;
        this.peers = peers;
        this.sender = sender;
        this.threads = threads;
        this.timer = timer;
        this.counters = counters;
        this.gone = gone;
        this.replaced = replaced;
        this.latest = new Shown(0, roster.view());
        this.views = new Mailbox<>(threads, Long.MAX_VALUE, this::publish);
    }

    /** From now on a later run of this node's name, met in a merge, takes its place. */
    void joined() {
        installing.lock();
        try {
            joined = true;
        } finally {
            installing.unlock();
        }
    }

    void close() {
        installing.lock();
        try {
            closed = true;
            peers.all().forEach(peers::stopFrames);
        } finally {
            installing.unlock();
        }
    }

    void install(org.jgroups.View view) {
        installing.lock();
        try {
            if (closed) return;
            boolean merge = view instanceof MergeView;
            roster.install(view.getMembers(), merge);
            if (merge && joined && givesWay()) return;
            adjust();
        } finally {
            installing.unlock();
        }
        askNameless(WHO_EACH);
    }

    /** A member said who it is, or that it is nobody any more. */
    void renamed() {
        installing.lock();
        try {
            if (!closed) adjust();
        } finally {
            installing.unlock();
        }
    }

    void left(NodeId node) {
        if (roster.isLeaving(node)) return;
        installing.lock();
        try {
            if (roster.left(node)) show();
        } finally {
            installing.unlock();
        }
    }

    private void adjust() {
        View now = roster.view();
        Set<NodeId> without = new HashSet<>(now.members());
        without.remove(self);
        for (Peer peer : peers.all()) {
            if (now.has(peer.node)) {
                if (peer.outgoing != null) without.remove(peer.node);
            } else {
                peers.stopFrames(peer);
                String why = whyGone(peer.node);
                if (why != null) gone.accept(peer.node, why);
            }
        }
        for (NodeId node : without) {
            Peer peer = peers.at(node);
            if (peer != null) peers.startFrames(peer);
        }
        show();
    }

    private void show() {
        Shown next = new Shown(latest.number + 1, roster.view());
        latest = next;
        views.offer(next, 0);
    }

    /** Why the node cannot answer; null when it may, also as no member. */
    @Nullable String whyGone(NodeId node) {
        if (node.equals(self) || roster.view().has(node)) return null;
        if (roster.isLeaving(node)) return "it has left";
        if (roster.replaced(node)) return "it was started again";
        return null;
    }

    private boolean givesWay() {
        NodeId twin = roster.twin();
        if (twin == null || twin.incarnation() < self.incarnation()) return false;
        log.error(
                "Two halves of the cluster have met, and both have a node {}: {} was started later,"
                        + " so {} leaves. Was this node thought dead and replaced?",
                self.name(),
                twin,
                self);
        counters.count("link.gave-way");
        Thread.ofVirtual().name("livelet-link-gives-way").start(replaced);
        return true;
    }

    /** Asks members whose address does not say it who they are; ever less often. */
    private void askNameless(long pause) {
        List<Address> nameless = roster.nameless();
        if (nameless.isEmpty() || timer.isShutdown()) return;
        byte[] who = sender.encode(new Packet.Who());
        for (Address address : nameless) threads.execute(() -> sender.outOfBand(address, who));
        var _ =
                timer.schedule(
                        () -> askNameless(Math.min(MAX_WHO_EACH, 2 * pause)),
                        pause,
                        TimeUnit.MILLISECONDS);
    }

    void watch(Consumer<View> watcher) {
        watching.lock();
        try {
            Shown now = latest;
            watcher.accept(now.view);
            watchers.add(new Watcher(now.number, watcher));
        } finally {
            watching.unlock();
        }
    }

    private void publish(Shown shown) {
        watching.lock();
        try {
            for (Watcher watcher : watchers) {
                if (shown.number <= watcher.since) continue;
                try {
                    watcher.consumer.accept(shown.view);
                } catch (RuntimeException e) {
                    counters.count("link.watcher-failed");
                    log.error("A watcher of the cluster's view failed", e);
                }
            }
        } finally {
            watching.unlock();
        }
    }
}
