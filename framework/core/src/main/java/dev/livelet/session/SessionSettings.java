package dev.livelet.session;

import java.time.Duration;

/**
 * Times and limits of sessions. {@link #DEFAULTS} are the documented ones.
 *
 * @param pending how long a rendered page waits for its join
 * @param grace how long a session without a socket is kept
 * @param window patches in flight before rendering waits for an acknowledgement
 */
public record SessionSettings(Duration pending, Duration grace, int window) {
    public static final SessionSettings DEFAULTS = new SessionSettings(Duration.ofSeconds(30), Duration.ofMinutes(2), 8);
}
