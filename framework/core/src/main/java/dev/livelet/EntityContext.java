package dev.livelet;

import java.time.Duration;

/**
 * What a handler of an {@link Entity} uses to act on the world: valid only while it runs, on its
 * thread. Everything asked for takes effect when the handler has returned and the entity's backup
 * has its state; if the handler throws, nothing does.
 */
public interface EntityContext {

    /** The name of the entity whose handler runs. */
    String name();

    /**
     * Grows whenever the entity may have another owner. With {@link EntitySettings#majority} a
     * store outside that refuses what comes with a lower number than it has seen is safe from an
     * owner that was paused and doesn't know yet that it is none any more (a fencing token).
     */
    long epoch();

    /** The same each time this call is handled, also by another node: a key for idempotence. */
    String callId();

    /** Another entity; what it is told by {@link EntityRef#tell} it is told after this handler. */
    <E extends Entity<S>, S> EntityRef<E, S> entity(Class<E> type, String name);

    /** Sends a message to all subscribers of the topic. */
    void publish(String topic, Object message);

    /**
     * Sends {@code message} to this entity's {@code @OnMessage} handlers after {@code delay}; a
     * later call with the same name replaces this one. Armed again by whichever node has the entity
     * then.
     */
    void after(String timer, Duration delay, Object message);

    /** As {@link #after}, again and again. */
    void every(String timer, Duration period, Object message);

    /** Stops the timer of this name; does nothing when there is none. */
    void cancel(String timer);

    /** Ends the entity after this handler; who asks for it then gets a new one. */
    void end();
}
