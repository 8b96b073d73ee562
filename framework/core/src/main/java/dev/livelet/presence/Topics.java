package dev.livelet.presence;

import dev.livelet.Presence;
import dev.livelet.Presence.Entry;
import dev.livelet.pubsub.PubSub;
import dev.livelet.spi.ClusterPresence;
import dev.livelet.spi.Timers;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

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

    void show(String topic, Entry entry, boolean own) {
        change(topic, entry, entry, own);
    }

    void hide(String topic, Entry entry, boolean own) {
        change(topic, entry, null, own);
    }

    List<Entry> list(String topic) {
        Topic found = topics.get(topic);
        return found == null ? List.of() : found.list();
    }

    private void change(String name, Entry entry, @Nullable Entry now, boolean own) {
        topics.compute(
                name,
                (same, present) -> {
                    Topic topic = present == null ? new Topic() : present;
                    topic.set(entry, now, own);
                    if (topic.beginTelling())
                        timers.after(PresenceTracker.COLLECT, () -> tell(name, topic));
                    return topic.isEmpty() ? null : topic;
                });
    }

    private void tell(String name, Topic topic) {
        Topic.News news = topic.news(name);
        if (!news.own().joined().isEmpty() || !news.own().left().isEmpty())
            cluster.changed(news.own());
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
