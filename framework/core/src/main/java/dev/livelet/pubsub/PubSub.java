package dev.livelet.pubsub;

import dev.livelet.spi.ClusterPubSub;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The topics of this node, and through {@link ClusterPubSub} those of the cluster. Thread-safe; no
 * lock is held while a message is delivered.
 *
 * <p>Subscribing and unsubscribing cost O(1), whatever the number of subscribers. A message goes by
 * reference to each subscriber, on the publisher's thread: so one publisher's messages arrive in
 * the order published (FIFO), while those of two publishers may arrive in different orders at two
 * subscribers. Whoever has subscribed before a publish begins gets its message. A subscriber that
 * throws is logged and does not keep the message from the others.
 */
public final class PubSub {
    private static final Logger log = LoggerFactory.getLogger(PubSub.class);

    /**
     * The subscriptions of a topic are never empty: the first and the last change run under the
     * map's lock of that topic.
     */
    private final ConcurrentHashMap<String, Set<Local>> topics = new ConcurrentHashMap<>();

    private final ClusterPubSub cluster;

    public PubSub() {
        this(ClusterPubSub.ALONE);
    }

    public PubSub(ClusterPubSub cluster) {
        this.cluster = cluster;
    }

    /**
     * From now on {@code subscriber} gets the topic's messages. Two subscriptions of one subscriber
     * each deliver.
     */
    public Subscription subscribe(String topic, Subscriber subscriber) {
        Local subscription = new Local(topic, subscriber);
        topics.compute(
                topic,
                (name, present) -> {
                    Set<Local> subscriptions =
                            present == null ? ConcurrentHashMap.newKeySet(1) : present;
                    if (present == null) cluster.subscribed(topic);
                    subscriptions.add(subscription);
                    return subscriptions;
                });
        return subscription;
    }

    /** Delivers to this node's subscribers, then hands the message to the cluster. */
    public void publish(String topic, Object message) {
        deliver(topic, message);
        cluster.published(topic, message);
    }

    /**
     * As {@link #publish(String, Object)}; what is published again with the same id, here or on
     * another node, reaches no subscriber twice.
     */
    public void publish(String topic, Object message, String id) {
        if (cluster.isNew(id)) deliver(topic, message);
        cluster.published(topic, message, id);
    }

    /**
     * @throws dev.livelet.LiveletException when a message of this type cannot go to other nodes
     */
    public void check(Object message) {
        cluster.check(message);
    }

    /**
     * Delivers to this node's subscribers only: what came from another node, or concerns this one
     * alone.
     */
    public void deliver(String topic, Object message) {
        Set<Local> subscriptions = topics.get(topic);
        if (subscriptions == null) return;
        for (Local subscription : subscriptions) {
            try {
                subscription.subscriber.receive(topic, message);
            } catch (RuntimeException e) {
                log.error("A subscriber of '{}' threw; the others go on", topic, e);
            }
        }
    }

    /** The number of topics that have a subscriber here. */
    public int topics() {
        return topics.size();
    }

    private final class Local extends Arrival implements Subscription {
        private final String topic;
        private final Subscriber subscriber;

        Local(String topic, Subscriber subscriber) {
            this.topic = topic;
            this.subscriber = subscriber;
        }

        @Override
        public void close() {
            topics.computeIfPresent(
                    topic,
                    (name, subscriptions) -> {
                        if (!subscriptions.remove(this) || !subscriptions.isEmpty())
                            return subscriptions;
                        cluster.unsubscribed(topic);
                        return null;
                    });
        }
    }
}
