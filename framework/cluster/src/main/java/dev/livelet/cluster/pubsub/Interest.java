package dev.livelet.cluster.pubsub;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The topics that a node has subscribers for: changed by that node only, one version after the
 * other. Guarded by whoever holds it.
 */
final class Interest {
    private final Set<String> topics = ConcurrentHashMap.newKeySet();
    private long version = 1;
    private long hash;

    /**
     * @return false when nothing changes
     */
    boolean set(String topic, boolean subscribed) {
        if (!(subscribed ? topics.add(topic) : topics.remove(topic))) return false;
        long of = topic.hashCode() * 0x9E3779B97F4A7C15L;
        hash += subscribed ? of : -of;
        version++;
        return true;
    }

    /** Of the moment; on any thread. */
    boolean has(String topic) {
        return topics.contains(topic);
    }

    /** All of them, at this moment. */
    List<String> topics() {
        return List.copyOf(topics);
    }

    /** Those that are not among {@code others}. */
    List<String> without(Collection<String> others) {
        return topics.stream().filter(topic -> !others.contains(topic)).toList();
    }

    long version() {
        return version;
    }

    int size() {
        return topics.size();
    }

    /** The same for the same topics, however they came to be. */
    long hash() {
        return hash;
    }
}
