package dev.livelet.cluster.link;

/** Marks messages that are for members only: membership is looked at again when they are sent. */
interface Withheld {
    /**
     * True once, when the peer's sender hands it down: a thread of the peer's own, which may wait
     * for the peer's socket as well as another. It is sent again by threads that may not.
     */
    boolean first();
}
