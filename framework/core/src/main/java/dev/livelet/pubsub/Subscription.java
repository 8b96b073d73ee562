package dev.livelet.pubsub;

/** What {@link PubSub#subscribe} began. */
public interface Subscription extends AutoCloseable {
    /** Ends it; idempotent. A message that another thread is delivering now may still arrive. */
    @Override
    void close();
}
