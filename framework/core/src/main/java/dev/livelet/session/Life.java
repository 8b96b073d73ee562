package dev.livelet.session;

/** Where a session is in its life. */
enum Life {
    /** Mounted and rendered; its page has not joined yet. */
    PENDING,
    /** Has a socket. */
    LIVE,
    /** Has lost its socket, and waits for its page to come back. */
    DETACHED,
    /** Has ended here and goes on at another node: a page that still comes here is sent on. */
    ELSEWHERE,
    /** Has ended: what still reaches it is dropped. */
    GONE;

    boolean isOver() {
        return this == ELSEWHERE || this == GONE;
    }
}
