package dev.livelet.cluster.pubsub;

import java.util.function.Function;

/**
 * What happens to a topic's messages when a node does not take them as fast as they come. Whatever
 * is left out is told to that node's subscribers as a {@link dev.livelet.Gap}, except where newer
 * replaces older by intent.
 */
public sealed interface TopicPolicy {
    TopicPolicy DROP_OLDEST = new DropOldest();
    TopicPolicy BLOCK = new Block();
    TopicPolicy FAIL = new Fail();

    /** Only the newest message of each key matters: it replaces one that still waits. */
    static TopicPolicy conflate(Function<Object, Object> key) {
        return new Conflate(key);
    }

    /** The oldest that waits goes. */
    record DropOldest() implements TopicPolicy {}

    record Conflate(Function<Object, Object> key) implements TopicPolicy {}

    /** The publisher waits, 20 ms at most; then the oldest goes. */
    record Block() implements TopicPolicy {}

    /** The publisher gets an exception; other nodes may have got the message. */
    record Fail() implements TopicPolicy {}
}
