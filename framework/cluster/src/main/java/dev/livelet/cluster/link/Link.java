package dev.livelet.cluster.link;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * This node's way to the others. Two kinds of traffic:
 *
 * <p><i>Frames</i> are many, ordered and reliable as long as both nodes see each other. They are
 * <em>pulled</em>: whoever has something for a peer says {@link #wake}, and the peer's sender takes
 * frames from the channel's {@link Source} while the peer's window has room. So every channel
 * decides by itself what waits, what is replaced by newer and what is dropped, and a slow or paused
 * peer holds up nobody else. Where frames may have been lost (a split, an exclusion, another run of
 * the peer) the receiver is told by {@link Receiver#gap} before the next frame.
 *
 * <p><i>Signals</i> and <i>questions</i> are few, small (answers up to a session's copy), not
 * ordered, not held back by windows, may be lost, and also go to and come from nodes that are not
 * in the view: what fences must not wait for a view.
 *
 * <p>Thread-safe; no method blocks. Everything that is called back must only enqueue or do short
 * work: frames of one peer come one after the other, those of several peers at the same time.
 */
public interface Link extends AutoCloseable {
    NodeId self();

    View view();

    /**
     * Calls {@code watcher} with the present view before this returns, and then with each other
     * one, one after the other. Consecutive views may be equal.
     */
    void watch(Consumer<View> watcher);

    /** Where the channel's frames come from; one for each channel, set before the link starts. */
    void source(Channel channel, Source source);

    /** Where the channel's frames go; one for each channel, set before the link starts. */
    void receiver(Channel channel, Receiver receiver);

    /** Who answers the channel's questions; one for each channel, set before the link starts. */
    void answerer(Channel channel, Answerer answerer);

    /** Who takes the channel's signals; one for each channel, set before the link starts. */
    void signals(Channel channel, Receiver receiver);

    /** The source has something for this peer; forgotten if the peer is not a member. */
    void wake(NodeId peer, Channel channel);

    /**
     * The same, and it may wait so long for what comes after it, here or on another channel: each
     * waking of a peer's sender costs as much as a batch does. Who has no sender that sleeps is
     * free to do it at once.
     */
    default void wake(NodeId peer, Channel channel, Duration within) {
        wake(peer, channel);
    }

    /** Bytes at most in a frame; more is cut at this size by JGroups, which costs. */
    int frameSize();

    /** Sends a signal. */
    void signal(NodeId to, Channel channel, byte[] body);

    /**
     * Asks a node. Completes exceptionally when the time is over or the node is known to be gone;
     * completes on a thread of the link.
     */
    CompletableFuture<byte[]> ask(NodeId to, Channel channel, byte[] question, Duration within);

    /** Tells all that this node is going away: see {@link View#leaving}. */
    void leave();

    @Override
    void close();

    /** What a channel has to say to its peers. */
    @FunctionalInterface
    interface Source {
        /**
         * The next frame for this peer, null when there is none now. On the peer's sender thread,
         * when the peer's window has room.
         */
        byte @Nullable [] next(NodeId peer);
    }

    /** What comes from other nodes. */
    @FunctionalInterface
    interface Receiver {
        void received(NodeId from, byte[] body);

        /** Frames of this peer may be missing before the next one. */
        default void gap(NodeId from) {}
    }

    /** Answers questions. */
    @FunctionalInterface
    interface Answerer {
        /**
         * {@code reply} may be called once, later, and on any thread; not calling it is no answer.
         */
        void asked(NodeId from, byte[] question, Consumer<byte[]> reply);
    }
}
