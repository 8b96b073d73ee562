package dev.livelet.cluster.pubsub;

import dev.livelet.Gap;
import dev.livelet.cluster.codec.Codecs;
import dev.livelet.cluster.codec.SharedCodec;
import dev.livelet.cluster.link.SimulatedLink;
import dev.livelet.cluster.link.SimulatedNetwork;
import dev.livelet.pubsub.PubSub;
import dev.livelet.pubsub.Subscription;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A node of a simulated network that publishes and notes what its subscriber gets. */
final class TopicsNode {
    /** The {@code number}th message of a node. */
    record Note(String node, int number) {}

    /** A {@link Note} or a {@link Gap}. */
    record Got(long at, String topic, Object message) {}

    final SimulatedLink link;
    final ClusterTopics topics;
    final PubSub pubSub;
    final List<Got> log = new ArrayList<>();
    final Map<String, Subscription> subscriptions = new HashMap<>();
    private final SimulatedNetwork network;
    private int number;

    TopicsNode(SimulatedNetwork network, String name, TopicSettings settings) {
        this(network, name, settings, Set.of(Note.class));
    }

    TopicsNode(
            SimulatedNetwork network, String name, TopicSettings settings, Set<Class<?>> messages) {
        this.network = network;
        link = network.start(name);
        topics = new ClusterTopics(settings, link.timers(), network.clock()::nanos, Runnable::run);
        pubSub = new PubSub(topics);
        topics.start(
                link,
                new Codecs(messages, id -> null, SharedCodec.BY_VALUE).messages(),
                pubSub::deliver);
    }

    void subscribe(String topic) {
        subscriptions.put(
                topic,
                pubSub.subscribe(
                        topic,
                        (of, message) -> log.add(new Got(network.clock().nanos(), of, message))));
    }

    void unsubscribe(String topic) {
        Subscription subscription = subscriptions.remove(topic);
        if (subscription != null) subscription.close();
    }

    /**
     * @return the number of the message
     */
    int publish(String topic) {
        pubSub.publish(topic, new Note(link.self().toString(), ++number));
        return number;
    }

    void publishAgain(String topic, int of, String id) {
        pubSub.publish(topic, new Note(link.self().toString(), of), id);
    }

    /** What came, without times: numbers, and "gap". */
    List<Object> got() {
        return log.stream()
                .map(got -> got.message() instanceof Note note ? (Object) note.number() : "gap")
                .toList();
    }

    static void run(SimulatedNetwork network, long millis) {
        network.clock().run(Duration.ofMillis(millis));
    }
}
