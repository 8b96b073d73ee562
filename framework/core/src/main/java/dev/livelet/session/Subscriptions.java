package dev.livelet.session;

import dev.livelet.LiveletException;
import dev.livelet.pubsub.PubSub;
import dev.livelet.pubsub.Subscriber;
import dev.livelet.pubsub.Subscription;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The topics of one session. Confined to the session's turn. */
final class Subscriptions {
    private final PubSub pubSub;
    private final Subscriber subscriber;
    private final int bound;
    private final Map<String, Subscription> byTopic = new HashMap<>(2);

    /** As copies have it, until something changes. */
    private List<String> topics = List.of();

    Subscriptions(PubSub pubSub, Subscriber subscriber, int bound) {
        this.pubSub = pubSub;
        this.subscriber = subscriber;
        this.bound = bound;
    }

    /** The same list until something changes. */
    List<String> topics() {
        return topics;
    }

    /**
     * @return false when it was subscribed already
     */
    boolean subscribe(String topic) {
        if (byTopic.containsKey(topic)) return false;
        if (byTopic.size() == bound)
            throw new LiveletException(
                    "More than " + bound + " subscriptions in one session with '" + topic + "'");
        byTopic.put(topic, pubSub.subscribe(topic, subscriber));
        topics = List.copyOf(byTopic.keySet());
        return true;
    }

    void unsubscribe(String topic) {
        Subscription subscription = byTopic.remove(topic);
        if (subscription == null) return;
        subscription.close();
        topics = List.copyOf(byTopic.keySet());
    }

    void clear() {
        byTopic.values().forEach(Subscription::close);
        byTopic.clear();
        topics = List.of();
    }
}
