package dev.livelet;

/**
 * A live page: one stateless object per route. All state is in {@code S}, an immutable record;
 * handlers are methods annotated with {@link On} and {@link OnMessage} that take the state and
 * return the next one.
 *
 * <p>Handlers of one session run one at a time on a virtual thread, so they may block. A handler is
 * a transaction: what it asks of its {@link Socket} takes effect when it has returned and its
 * result could be rendered.
 *
 * @param <S> the state: a record of immutable values
 */
public interface LiveView<S> {

    /** The template of this view; by default {@code SimpleName.html} beside the class. */
    default Template<S> template() {
        return Template.beside(this);
    }

    /**
     * The first state. Runs once per page view, at the HTTP request; crawlers get this far and no
     * further.
     */
    S mount(Socket socket);

    /**
     * The address's parameters: after {@link #mount} and on each live navigation within this view.
     */
    default S params(S state, Params params, Socket socket) {
        return state;
    }

    /**
     * The page is connected: at the join, each resume and each takeover. Presence, timers and async
     * work start here.
     */
    default S attach(S state, Socket socket) {
        return state;
    }

    /**
     * The session goes on here after its node was lost or went away: before {@link #attach}. What
     * was under way there is gone: async work that the state waits for has failed; timers and
     * subscriptions are renewed by themselves, and for each topic a {@link Gap} follows when the
     * page is here.
     */
    default S restored(S state, Socket socket) {
        return state;
    }

    /**
     * Whether what a handler did is shown only when other nodes have it too ({@link
     * Durability#SYNC}).
     */
    default Durability durability() {
        return Durability.ASYNC;
    }

    /** The session has ended, for whatever reason; runs once. */
    default void terminate(S state, String reason) {}
}
