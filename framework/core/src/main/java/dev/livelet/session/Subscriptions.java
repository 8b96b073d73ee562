package dev.livelet.session;

import dev.livelet.LiveletException;
import dev.livelet.pubsub.PubSub;
import dev.livelet.pubsub.Subscriber;
import dev.livelet.pubsub.Subscription;

import java.util.HashMap;
import java.util.Map;

/** The topics of one session. Confined to the session's turn. */
final class Subscriptions {
    private final PubSub pubSub;
    private final Subscriber subscriber;
    private final int bound;
    private final Map<String, Subscription> byTopic = new HashMap<>(2);

    Subscriptions(PubSub pubSub, Subscriber subscriber, int bound) {
        this.pubSub = pubSub;
        this.subscriber = subscriber;
        this.bound = bound;
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
        return true;
    }

    void unsubscribe(String topic) {
        Subscription subscription = byTopic.remove(topic);
        if (subscription != null) subscription.close();
    }

    void clear() {
        byTopic.values().forEach(Subscription::close);
        byTopic.clear();
    }
}
