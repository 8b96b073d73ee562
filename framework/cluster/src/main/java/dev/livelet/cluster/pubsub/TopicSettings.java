package dev.livelet.cluster.pubsub;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How topics go to other nodes. Immutable.
 *
 * @param policies by the beginning of the topic's name; the longest that fits counts, and {@link
 *     TopicPolicy#DROP_OLDEST} where none does
 * @param perTopic messages of one topic that may wait for one node
 * @param perNode messages of all topics that may wait for one node
 */
public record TopicSettings(Map<String, TopicPolicy> policies, int perTopic, int perNode) {
    public static final TopicSettings DEFAULT = new TopicSettings(Map.of(), 1024, 8192);

    public TopicSettings {
        policies = Map.copyOf(policies);
    }

    public TopicSettings with(String prefix, TopicPolicy policy) {
        Map<String, TopicPolicy> more = new LinkedHashMap<>(policies);
        more.put(prefix, policy);
        return new TopicSettings(more, perTopic, perNode);
    }

    TopicPolicy policy(String topic) {
        TopicPolicy found = TopicPolicy.DROP_OLDEST;
        if (policies.isEmpty()) return found;
        int length = -1;
        for (Map.Entry<String, TopicPolicy> each : policies.entrySet()) {
            if (each.getKey().length() > length && topic.startsWith(each.getKey())) {
                length = each.getKey().length();
                found = each.getValue();
            }
        }
        return found;
    }
}
