package dev.livelet.cluster.pubsub;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How topics go to other nodes. Immutable.
 *
 * @param policies by the beginning of the topic's name; the longest that fits counts, and {@link
 *     TopicPolicy#DROP_OLDEST} where none does
 * @param rings by the beginning of the topic's name: how many messages each node keeps to repeat
 * @param perTopic messages of one topic that may wait for one node
 * @param perNode messages of all topics that may wait for one node
 */
public record TopicSettings(
        Map<String, TopicPolicy> policies, Map<String, Integer> rings, int perTopic, int perNode) {
    public static final TopicSettings DEFAULT = new TopicSettings(Map.of(), 1024, 8192);

    public TopicSettings {
        policies = Map.copyOf(policies);
        rings = Map.copyOf(rings);
    }

    public TopicSettings(Map<String, TopicPolicy> policies, int perTopic, int perNode) {
        this(policies, Map.of(), perTopic, perNode);
    }

    public TopicSettings with(String prefix, TopicPolicy policy) {
        Map<String, TopicPolicy> more = new LinkedHashMap<>(policies);
        more.put(prefix, policy);
        return new TopicSettings(more, rings, perTopic, perNode);
    }

    /** Each node keeps the last messages that it has published, to repeat what others miss. */
    public TopicSettings withRing(String prefix, int messages) {
        Map<String, Integer> more = new LinkedHashMap<>(rings);
        more.put(prefix, messages);
        return new TopicSettings(policies, more, perTopic, perNode);
    }

    TopicPolicy policy(String topic) {
        return longest(policies, topic, TopicPolicy.DROP_OLDEST);
    }

    /** How many messages a node keeps to repeat; none where newer ones replace them anyway. */
    int ring(String topic) {
        if (rings.isEmpty() || policy(topic) instanceof TopicPolicy.Conflate) return 0;
        return longest(rings, topic, 0);
    }

    private static <T> T longest(Map<String, T> byPrefix, String topic, T otherwise) {
        T found = otherwise;
        int length = -1;
        for (Map.Entry<String, T> each : byPrefix.entrySet()) {
            if (each.getKey().length() > length && topic.startsWith(each.getKey())) {
                length = each.getKey().length();
                found = each.getValue();
            }
        }
        return found;
    }
}
