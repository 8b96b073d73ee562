package dev.livelet.cluster.stream;

import dev.livelet.cluster.link.NodeId;

import org.jspecify.annotations.Nullable;

/**
 * Another node, as far as one channel goes. What comes from it comes in its order, one call after
 * the other; views come on a thread of their own, and {@link #next} on the node's sender thread.
 */
public interface StreamPeer {
    NodeId id();

    /** Whether it is in the view: only then it is told something. */
    boolean isMember();

    /**
     * It is in the view.
     *
     * @param stream the number of the stream that it is told from now on, higher than all before
     */
    void joined(long stream);

    /** It is no more. */
    void left();

    /** The next frame for it, null when there is nothing to say. */
    byte @Nullable [] next(int limit);

    void received(byte[] frame);

    /** Frames may be missing before the next one. */
    void gap();
}
