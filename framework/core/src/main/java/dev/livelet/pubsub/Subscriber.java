package dev.livelet.pubsub;

/** Someone who gets what is published on a topic. */
@FunctionalInterface
public interface Subscriber {
    /** Runs on the publisher's thread: must only enqueue. */
    void receive(String topic, Object message);
}
