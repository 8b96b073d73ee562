package dev.livelet.cluster.entity;

import dev.livelet.cluster.link.Channel;
import dev.livelet.cluster.link.Link;
import dev.livelet.cluster.link.NodeGone;
import dev.livelet.cluster.link.NodeId;
import dev.livelet.entity.Inbox;
import dev.livelet.spi.EntityHost;
import dev.livelet.spi.Timers;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What the parts of an {@link EntityCluster} share. All of them are confined to one inbox: whatever
 * comes from outside is {@link #post}ed.
 */
record Around(
        Link link,
        Timers timers,
        LongSupplier nanos,
        InstantSource wall,
        Executor executor,
        Inbox inbox,
        EntityHost host,
        EntityCodec codec,
        Outbox outbox,
        Ring ring,
        Rules rules) {

    NodeId self() {
        return link.self();
    }

    long now() {
        return nanos.getAsLong();
    }

    void post(Runnable work) {
        inbox.put(work);
    }

    void later(Duration delay, Runnable work) {
        timers.after(delay, () -> post(work));
    }

    /**
     * @param answer gets null when there is none, in the inbox
     */
    void ask(NodeId to, Message question, Duration within, Consumer<@Nullable Message> answer) {
        ask(to, question, within, null, answer);
    }

    /**
     * @param ifGone stands for the answer of a node that is known to be dead
     * @param answer gets null when there is none, in the inbox
     */
    void ask(
            NodeId to,
            Message question,
            Duration within,
            @Nullable Message ifGone,
            Consumer<@Nullable Message> answer) {
        link.ask(to, Channel.ENTITY, question.bytes(), within)
                .whenComplete(
                        (bytes, failure) ->
                                post(
                                        () ->
                                                answer.accept(
                                                        failure instanceof NodeGone
                                                                ? ifGone
                                                                : read(bytes))));
    }

    private static @Nullable Message read(byte @Nullable [] bytes) {
        if (bytes == null) return null;
        try {
            return Message.read(bytes);
        } catch (Bytes.Malformed e) {
            return null;
        }
    }
}
