package dev.livelet.cluster;

/**
 * How long a page has heard nothing from its node while an answer is due, and what it does then, as
 * the runtime does. Guarded by its page.
 */
final class Pulse {
    enum Due {
        NOTHING,
        PING,
        ANOTHER_NODE
    }

    private static final long ANSWER = 3_000_000_000L;
    private static final long JOIN = 15_000_000_000L;

    private long heard = System.nanoTime();
    private boolean pinged;

    /** A sign of life. */
    void heard() {
        heard = System.nanoTime();
        pinged = false;
    }

    Due whileJoining() {
        return System.nanoTime() - heard > JOIN ? Due.ANOTHER_NODE : Due.NOTHING;
    }

    Due whileAnswersAreDue() {
        long quiet = System.nanoTime() - heard;
        if (quiet > 2 * ANSWER) return Due.ANOTHER_NODE;
        if (quiet < ANSWER || pinged) return Due.NOTHING;
        pinged = true;
        return Due.PING;
    }
}
