package dev.livelet.presence;

import dev.livelet.Presence;
import dev.livelet.pubsub.PubSub;
import dev.livelet.spi.ClusterPresence;
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

    public PresenceTracker(PubSub pubSub, Timers timers) {
        this(pubSub, timers, ClusterPresence.ALONE);
    }

    public PresenceTracker(PubSub pubSub, Timers timers, ClusterPresence cluster) {
        this.timers = timers;
        this.topics = new Topics(pubSub, timers, cluster);
    }

    /** Tracks the session under {@code key}; an entry it has there gets the new meta. */
    public void track(String topic, String key, String session, Object meta) {
        Place place = new Place(topic, key);
        Presence.Entry entry = new Presence.Entry(key, session, meta);
        change(
                session,
                tracked -> {
                    tracked.entries.put(place, entry);
                    if (tracked.shown) topics.show(topic, entry, true);
                });
    }

    /** Ends what {@link #track} began. */
    public void untrack(String topic, String key, String session) {
        change(
                session,
                tracked -> {
                    Presence.Entry entry = tracked.entries.remove(new Place(topic, key));
                    if (entry != null && tracked.shown) topics.hide(topic, entry, true);
                });
    }

    /** The session has a socket: what it tracks is shown. */
    public void connected(String session) {
        change(
                session,
                tracked -> {
                    tracked.cancelGrace();
                    tracked.connected = true;
                    if (tracked.shown) return;
                    tracked.shown = true;
                    tracked.entries.forEach(
                            (place, entry) -> topics.show(place.topic(), entry, true));
                });
    }

    /** The session has lost its socket: what it tracks is shown for {@link #GRACE}. */
    public void disconnected(String session) {
        change(
                session,
                tracked -> {
                    tracked.connected = false;
                    tracked.cancelGrace();
                    if (tracked.shown)
                        tracked.grace = timers.after(GRACE, () -> change(session, this::hide));
                });
    }

    /** The session has ended: nothing of it is shown or remembered. */
    public void gone(String session) {
        change(
                session,
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
     * Entries of another node's sessions came and went; they are shown and published here, not told
     * to the cluster again.
     */
    public void merge(Presence.Change remote) {
        remote.left().forEach(entry -> topics.hide(remote.topic(), entry, false));
        remote.joined().forEach(entry -> topics.show(remote.topic(), entry, false));
    }

    private void hide(Tracked tracked) {
        if (tracked.connected || !tracked.shown) return;
        tracked.shown = false;
        tracked.grace = null;
        tracked.entries.forEach((place, entry) -> topics.hide(place.topic(), entry, true));
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
        private boolean connected;
        private boolean shown;
        private @Nullable Timer grace;

        void cancelGrace() {
            if (grace != null) grace.cancel();
            grace = null;
        }
    }
}
