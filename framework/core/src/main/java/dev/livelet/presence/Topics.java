package dev.livelet.presence;

import dev.livelet.Presence;
import dev.livelet.Presence.Entry;
import dev.livelet.pubsub.PubSub;
import dev.livelet.spi.ClusterPresence;
import dev.livelet.spi.ClusterPresence.Fate;
import dev.livelet.spi.ClusterPresence.Own;
import dev.livelet.spi.Timers;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The entries shown on each topic, and the telling of what has changed: one turn at a time for a
 * topic, so that changes reach each subscriber in order. A topic without entries and news is not
 * kept.
 */
final class Topics {
    private final ConcurrentHashMap<String, Topic> topics = new ConcurrentHashMap<>();
    private final PubSub pubSub;
    private final Timers timers;
    private final ClusterPresence cluster;

    Topics(PubSub pubSub, Timers timers, ClusterPresence cluster) {
        this.pubSub = pubSub;
        this.timers = timers;
        this.cluster = cluster;
    }

    void own(String topic, Entry entry, int attempt, Fate fate) {
        Own now = new Own(entry, attempt, fate);
        change(topic, found -> found.own(now));
        if (fate == Fate.MOVED)
            timers.after(PresenceTracker.GRACE, () -> change(topic, found -> found.abandon(entry)));
    }

    void remote(String topic, Entry of, @Nullable Entry now) {
        change(topic, found -> found.remote(of, now));
    }

    List<Entry> list(String topic) {
        Topic found = topics.get(topic);
        return found == null ? List.of() : found.list();
    }

    private void change(String name, Consumer<Topic> change) {
        topics.compute(
                name,
                (same, present) -> {
                    Topic topic = present == null ? new Topic() : present;
                    change.accept(topic);
                    if (topic.beginTelling())
                        timers.after(PresenceTracker.COLLECT, () -> tell(name, topic));
                    return topic.isEmpty() ? null : topic;
                });
    }

    private void tell(String name, Topic topic) {
        Topic.News news = topic.news(name);
        if (!news.own().isEmpty()) cluster.changed(name, news.own());
        Presence.Change all = news.all();
        if (!all.joined().isEmpty() || !all.left().isEmpty()) pubSub.deliver(name, all);
        topics.computeIfPresent(
                name,
                (same, present) -> {
                    topic.endTelling();
                    if (topic.beginTelling())
                        timers.after(PresenceTracker.COLLECT, () -> tell(name, topic));
                    return topic.isEmpty() ? null : topic;
                });
    }
}
