package dev.livelet.cluster.pubsub;

import dev.livelet.cluster.codec.MessageCodec;

import org.jspecify.annotations.Nullable;

/**
 * A message on its way to one or more nodes: encoded once, when the first of them takes it, so not
 * on its publisher's thread. Compared by identity.
 */
final class Publication {
    private final String topic;
    private final Object message;
    private final @Nullable String id;
    private final @Nullable Object key;
    private final MessageCodec codec;
    private long number;
    private byte @Nullable [] body;

    /**
     * @param key what it replaces older ones by, null where it doesn't
     */
    Publication(
            String topic,
            Object message,
            @Nullable String id,
            @Nullable Object key,
            MessageCodec codec) {
        this.topic = topic;
        this.message = message;
        this.id = id;
        this.key = key;
        this.codec = codec;
    }

    String topic() {
        return topic;
    }

    /** In its ring, before it is given to any queue. */
    void number(long inRing) {
        number = inRing;
    }

    /** Among those of its topic, from 1 without holes; 0 where none are kept. */
    long number() {
        return number;
    }

    @Nullable String id() {
        return id;
    }

    @Nullable Object key() {
        return key;
    }

    Object message() {
        return message;
    }

    /**
     * @throws dev.livelet.cluster.codec.CodecException when something in the message cannot travel
     */
    synchronized byte[] body() {
        byte[] known = body;
        if (known == null) body = known = codec.encode(message);
        return known;
    }
}
