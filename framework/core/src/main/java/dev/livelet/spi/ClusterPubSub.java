package dev.livelet.spi;

/**
 * The way of topics to other nodes. {@link #ALONE} is for a program that runs by itself.
 *
 * <p>All methods are called on the thread that subscribes, unsubscribes or publishes, and only
 * enqueue. {@link #subscribed} and {@link #unsubscribed} of one topic alternate and never overlap,
 * so the last call says whether this node is interested.
 */
public interface ClusterPubSub {
    ClusterPubSub ALONE =
            new ClusterPubSub() {
                @Override
                public void subscribed(String topic) {}

                @Override
                public void unsubscribed(String topic) {}

                @Override
                public void published(String topic, Object message) {}
            };

    /** This node has its first subscriber of the topic. */
    void subscribed(String topic);

    /** This node has lost its last subscriber of the topic. */
    void unsubscribed(String topic);

    /**
     * A message was published here, for the subscribers of all nodes; those of this node are served
     * by the caller.
     */
    void published(String topic, Object message);

    /**
     * As {@link #published(String, Object)}, for a message that may be published once more by
     * another node, after this one was lost: each node's subscribers get it once.
     *
     * @param id the same each time
     */
    default void published(String topic, Object message, String id) {
        published(topic, message);
    }

    /**
     * Whether no message of this id was published or received here lately. From now on, one was.
     */
    default boolean isNew(String id) {
        return true;
    }

    /**
     * @throws dev.livelet.LiveletException when a message of this type cannot go to other nodes
     */
    default void check(Object message) {}
}
