package dev.livelet.spi;

/**
 * The way of sessions to other nodes: the owner of a session leaves copies of it elsewhere, and a
 * node that a page comes to can claim it. {@link #ALONE} is for a program that runs by itself.
 * Thread-safe.
 */
public interface Replication {
    Replication ALONE =
            new Replication() {
                @Override
                public boolean isAlone() {
                    return true;
                }

                @Override
                public Ownership own(String session, boolean sync, Owner owner) {
                    throw new IllegalStateException("this node runs alone");
                }

                @Override
                public Claimed claim(Claim claim) {
                    return new Claimed.None();
                }
            };

    /** Whether nothing is replicated at all; then {@link #own} is not called. */
    default boolean isAlone() {
        return false;
    }

    /** This node's name among the others; empty when it runs alone. */
    default String node() {
        return "";
    }

    /**
     * This node has mounted a session, or adopted it after {@link #claim}.
     *
     * @param sync whether what a turn did leaves the node only when all members of the session have
     *     its copy
     */
    Ownership own(String session, boolean sync, Owner owner);

    /**
     * A page joins here whose session this node does not run: asks the others, fences them, and
     * gets the session's newest copy. Blocks, on the join's virtual thread.
     */
    Claimed claim(Claim claim);

    /** What a session is told by its replication; on any thread, must only enqueue. */
    interface Owner {
        /** The session runs on another node from now on; nothing that it does counts any more. */
        void fenced();

        /** All members have what was done up to this event, and no turn has told the page so. */
        void durable(int event);

        /** As {@link Ownership#where}, when it changes. */
        void where(String where);
    }

    /** A session that this node runs. Called in the session's turn. */
    interface Ownership {
        /**
         * A turn has ended with this copy. What the turn asked for to leave the node (frames for
         * the page, messages) is in {@code release}, which runs once, in the order of commits: at
         * once, or with sync when all members have the copy.
         *
         * @return false when the session belongs to another node: then nothing that was done since
         *     the last commit counts, and {@code release} is never run
         */
        boolean commit(SessionCopy copy, Runnable release);

        /**
         * The last event that all members have what it did, as far as it is time that the page
         * knows. For turns in which something goes to the page: what is told along needs no {@link
         * Owner#durable}.
         */
        int durable();

        /**
         * A text that tells any node where the session's copies are, for the page to keep and to
         * bring with its joins: opaque, signed.
         */
        String where();

        /** The session has ended: no node needs to keep it. */
        void end();
    }

    /**
     * A page's wish to go on here.
     *
     * @param attempt of the join, from the page
     * @param seen the version that the page shows
     * @param durable the last event that the page knows to be safe
     * @param where what the page was told last ({@link Ownership#where}), not verified yet; empty
     *     if nothing
     * @param stateType of the view that serves the page's address
     */
    record Claim(
            String session, int attempt, int seen, int durable, String where, Class<?> stateType) {}

    /** The outcome of a claim. */
    sealed interface Claimed {
        /**
         * The session is this node's: it must be taken by {@link #own} before anything else happens
         * to it.
         */
        record Adopted(SessionCopy copy) implements Claimed {}

        /** A newer socket of the same page has been seen. */
        record Superseded() implements Claimed {}

        /** Came to nothing, though no newer socket was seen: the page should join once more. */
        record Interrupted() implements Claimed {}

        /** No node knows the session, or none that may be asked: mount afresh. */
        record None() implements Claimed {}

        /** The state that the page has seen is lost, and an older one must not be shown. */
        record Lost() implements Claimed {}
    }
}
