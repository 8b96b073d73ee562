package dev.livelet.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** All live pages of this node. Thread-safe. */
public final class Sessions implements AutoCloseable {
    public Sessions(SessionSettings settings) {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Mounts and renders a page, on the calling thread (a virtual one). Its session is pending until the join.
     *
     * @throws TooManySessions when a limit of the settings is reached
     */
    public <S> Page open(ViewType<S> view, Visit visit) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** The session with this id, pending, live or detached; null when it is gone. */
    public @Nullable Session find(String id) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Asks all pages to reconnect within the time given, at random moments; then no page is opened or joined. */
    public void drain(Duration within) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Ends all sessions; {@code terminate} has run for each when this returns. */
    @Override
    public void close() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** A limit on sessions was reached: the server answers 503 with Retry-After. */
    public static final class TooManySessions extends dev.livelet.LiveletException {
        private static final long serialVersionUID = 1L;

        public TooManySessions(String message) {
            super(message);
        }
    }
}
