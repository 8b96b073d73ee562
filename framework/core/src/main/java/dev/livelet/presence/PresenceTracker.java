package dev.livelet.presence;

import dev.livelet.Presence;
import dev.livelet.pubsub.PubSub;
import dev.livelet.spi.ClusterPresence;
import dev.livelet.spi.ClusterPresence.Fate;
import dev.livelet.spi.Timers;
import dev.livelet.spi.Timers.Timer;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Who is here, by topic: what this node's sessions track, and what other nodes tell.
 *
 * <p>An entry is shown while its session is connected, and for {@link #GRACE} after its socket was
 * lost, so that a reconnect makes no leave and join. What a session tracks is remembered until it
 * is gone: one that comes back after the grace is shown again.
 *
 * <p>{@link #list} tells the truth of the moment. The subscribers of the topic hear of it within
 * {@link #COLLECT}: all that happened on a topic in that time is one {@link Presence.Change}, and
 * what came and went within it is none. An entry that was tracked anew with another meta is both in
 * {@code left} (as it was) and in {@code joined} (as it is).
 *
 * <p>Thread-safe; calls about one session are expected in its order. Locks are held for a few map
 * operations only, never while publishing.
 */
public final class PresenceTracker {
    public static final Duration GRACE = Duration.ofSeconds(5);
    public static final Duration COLLECT = Duration.ofMillis(50);

    private final ConcurrentHashMap<String, Tracked> sessions = new ConcurrentHashMap<>();
    private final Topics topics;
    private final Timers timers;
    private final ClusterPresence cluster;

    public PresenceTracker(PubSub pubSub, Timers timers) {
        this(pubSub, timers, ClusterPresence.ALONE);
    }

    public PresenceTracker(PubSub pubSub, Timers timers, ClusterPresence cluster) {
        this.timers = timers;
        this.cluster = cluster;
        this.topics = new Topics(pubSub, timers, cluster);
    }

    /**
     * @throws dev.livelet.LiveletException when a meta of this type cannot go to other nodes
     */
    public void check(Object meta) {
        cluster.check(meta);
    }

    /** Tracks the session under {@code key}; an entry it has there gets the new meta. */
    public void track(String topic, String key, String session, Object meta) {
        Place place = new Place(topic, key);
        Presence.Entry entry = new Presence.Entry(key, session, meta);
        change(
                session,
                tracked -> {
                    tracked.entries.put(place, entry);
                    if (tracked.shown) topics.own(topic, entry, tracked.attempt, Fate.HERE);
                });
    }

    /** Ends what {@link #track} began. */
    public void untrack(String topic, String key, String session) {
        change(
                session,
                tracked -> {
                    Presence.Entry entry = tracked.entries.remove(new Place(topic, key));
                    if (entry != null && tracked.shown)
                        topics.own(topic, entry, tracked.attempt, Fate.LEFT);
                });
    }

    /** The session has a socket: what it tracks is shown. */
    public void connected(String session) {
        connected(session, 0);
    }

    /**
     * @param attempt of the join: where two nodes show an entry of this session, the higher counts
     */
    public void connected(String session, int attempt) {
        change(
                session,
                tracked -> {
                    tracked.cancelGrace();
                    tracked.connected = true;
                    boolean newer = attempt > tracked.attempt;
                    tracked.attempt = attempt;
                    if (tracked.shown && !newer) return;
                    tracked.shown = true;
                    tracked.entries.forEach(
                            (place, entry) -> topics.own(place.topic(), entry, attempt, Fate.HERE));
                });
    }

    /** As {@link #moved(String, int)}, whatever join it lives by. */
    public void moved(String session) {
        moved(session, Integer.MAX_VALUE);
    }

    /**
     * The session goes on at another node: its entries stay as they are until that node's are here,
     * and nobody hears of a leave and join. Where none come within {@link #GRACE} they leave. Void
     * for a session that has come back to this node by a later join: where it was is told late.
     */
    public void moved(String session, int attempt) {
        change(
                session,
                attempt,
                tracked -> {
                    tracked.connected = false;
                    tracked.cancelGrace();
                    if (tracked.shown) tell(tracked, Fate.MOVED);
                    tracked.shown = false;
                    tracked.entries.clear();
                });
    }

    /** As {@link #disconnected(String, int)}, whatever join it lives by. */
    public void disconnected(String session) {
        disconnected(session, Integer.MAX_VALUE);
    }

    /**
     * The session has lost its socket: what it tracks is shown for {@link #GRACE}. Void after a
     * later join.
     */
    public void disconnected(String session, int attempt) {
        change(
                session,
                attempt,
                tracked -> {
                    tracked.connected = false;
                    tracked.cancelGrace();
                    if (tracked.shown)
                        tracked.grace = timers.after(GRACE, () -> change(session, this::hide));
                });
    }

    /** As {@link #gone(String, int)}, whatever join it lives by. */
    public void gone(String session) {
        gone(session, Integer.MAX_VALUE);
    }

    /** The session has ended: nothing of it is shown or remembered. Void after a later join. */
    public void gone(String session, int attempt) {
        change(
                session,
                attempt,
                tracked -> {
                    tracked.connected = false;
                    tracked.cancelGrace();
                    hide(tracked);
                    tracked.entries.clear();
                });
    }

    /**
     * The entries shown now, by key, then by session. The same list until something changes on the
     * topic.
     */
    public List<Presence.Entry> list(String topic) {
        return topics.list(topic);
    }

    /**
     * Entries of other nodes' sessions came and went; they are shown and published here, not told
     * to the cluster again. An entry that this node has itself is shown as it is here.
     */
    public void merge(Presence.Change remote) {
        remote.left().stream()
                .filter(left -> remote.joined().stream().noneMatch(joined -> isSame(joined, left)))
                .forEach(entry -> topics.remote(remote.topic(), entry, null));
        remote.joined().forEach(entry -> topics.remote(remote.topic(), entry, entry));
    }

    private static boolean isSame(Presence.Entry a, Presence.Entry b) {
        return a.key().equals(b.key()) && a.session().equals(b.session());
    }

    private void hide(Tracked tracked) {
        if (tracked.connected || !tracked.shown) return;
        tracked.shown = false;
        tracked.grace = null;
        tell(tracked, Fate.LEFT);
    }

    private void tell(Tracked tracked, Fate fate) {
        tracked.entries.forEach(
                (place, entry) -> topics.own(place.topic(), entry, tracked.attempt, fate));
    }

    private void change(String session, int attempt, Consumer<Tracked> change) {
        change(
                session,
                tracked -> {
                    if (attempt >= tracked.attempt) change.accept(tracked);
                });
    }

    /**
     * Runs under the session's lock in the map; a session that is neither connected nor tracks
     * anything is not kept.
     */
    private void change(String session, Consumer<Tracked> change) {
        sessions.compute(
                session,
                (id, present) -> {
                    Tracked tracked = present == null ? new Tracked() : present;
                    change.accept(tracked);
                    return tracked.shown || tracked.connected || !tracked.entries.isEmpty()
                            ? tracked
                            : null;
                });
    }

    private record Place(String topic, String key) {}

    private static final class Tracked {
        private final Map<Place, Presence.Entry> entries = new HashMap<>(2);
        private int attempt;
        private boolean connected;
        private boolean shown;
        private @Nullable Timer grace;

        void cancelGrace() {
            if (grace != null) grace.cancel();
            grace = null;
        }
    }
}
