package dev.livelet.session;

import dev.livelet.spi.Transport;

/**
 * One live page: an actor. Frames and messages are put into its mailbox by any thread; one virtual thread drains it while there is work,
 * and none exists while it is idle.
 */
public final class Session {
    Session() {}

    public String id() {
        throw new UnsupportedOperationException("not built yet");
    }

    public ViewType<?> view() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** What the page was asked for with: the server checks a join against it. */
    public Visit visit() {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Attaches a socket: the first time the join, later a resume. The newest wins; an older socket is told and closed.
     *
     * @param sameBundle whether the page has this server's definitions
     */
    public void join(ClientFrame.Join join, Transport transport, boolean sameBundle) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** A frame from this socket; one from a socket that has been replaced is dropped. */
    public void receive(ClientFrame frame, Transport from) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** The socket is gone; the session is detached and waits for its grace time. */
    public void detach(Transport gone) {
        throw new UnsupportedOperationException("not built yet");
    }
}
