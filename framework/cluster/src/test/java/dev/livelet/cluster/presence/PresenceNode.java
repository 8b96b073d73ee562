package dev.livelet.cluster.presence;

import dev.livelet.Presence.Change;
import dev.livelet.Presence.Entry;
import dev.livelet.cluster.codec.Codecs;
import dev.livelet.cluster.codec.SharedCodec;
import dev.livelet.cluster.link.SimulatedLink;
import dev.livelet.cluster.link.SimulatedNetwork;
import dev.livelet.presence.PresenceTracker;
import dev.livelet.pubsub.PubSub;

import java.util.ArrayList;
import java.util.List;

/** A node of a simulated network that tracks sessions and notes what it hears of a room. */
final class PresenceNode {
    static final String ROOM = "room";

    final SimulatedLink link;
    final ClusterEntries entries;
    final PresenceTracker tracker;
    final List<Change> changes = new ArrayList<>();

    PresenceNode(SimulatedNetwork network, String name) {
        link = network.start(name);
        entries = new ClusterEntries(link.timers(), network.clock()::nanos, Runnable::run);
        PubSub pubSub = new PubSub();
        tracker = new PresenceTracker(pubSub, link.timers(), entries);
        pubSub.subscribe(ROOM, (topic, message) -> changes.add((Change) message));
        entries.start(
                link,
                new Codecs(List.of(), id -> null, SharedCodec.BY_VALUE).messages(),
                tracker::merge);
    }

    /** The page of the session is connected here, and says who it is. */
    void enter(String session, int attempt, String meta) {
        tracker.connected(session, attempt);
        tracker.track(ROOM, session, session, meta);
    }

    /** Who is here, as {@code session:meta}. */
    List<String> here() {
        return names(tracker.list(ROOM));
    }

    /** What was heard, as {@code +joined} and {@code -left}. */
    List<String> heard() {
        List<String> heard = new ArrayList<>();
        for (Change change : changes) {
            names(change.left()).forEach(name -> heard.add("-" + name));
            names(change.joined()).forEach(name -> heard.add("+" + name));
        }
        return heard;
    }

    private static List<String> names(List<Entry> entries) {
        return entries.stream().map(entry -> entry.key() + ":" + entry.meta()).toList();
    }
}
