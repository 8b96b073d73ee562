package dev.livelet.session;

import dev.livelet.LiveState;

import java.time.Duration;

/**
 * Times and limits of sessions. {@link #DEFAULTS} are the documented ones; {@code
 * DEFAULTS.with(SessionSettings::window, 4)} is another set.
 *
 * @param pending how long a rendered page waits for its join
 * @param grace how long a session without a socket is kept
 * @param parting how long a session is kept whose page said that it goes away (it may come back
 *     from the back-forward cache)
 * @param window patches in flight before rendering waits for an acknowledgement
 * @param overdue how long an acknowledgement, or a socket that does not drain, is waited for before
 *     the socket is closed
 * @param sessions all sessions of the node
 * @param pendingSessions those of them that wait for their join
 * @param pendingPerAddress the same for one client address
 * @param detachedPerAddress sessions of one client address that wait for their page to come back;
 *     one more ends the oldest, counted
 * @param eventsPerSecond events of one session in the long run
 * @param eventBurst events of one session at once; as many refused ones in a row close the socket
 * @param mailbox messages that wait for one session; beyond it publishers wait shortly, then
 *     messages are dropped and counted
 * @param timers named timers of one session
 * @param async pieces of asynchronous work of one session at a time
 * @param subscriptions topics of one session
 * @param effects titles, flashes and pushed events that wait for one page; beyond it the oldest go,
 *     counted
 * @param formBindings forms of one page whose last sent fields are remembered
 * @param stateWarning bytes of one session's state, about, that are reported in the log; {@code
 *     Shared} values do not count
 * @param stateLimit bytes of one session's state; a turn that would make it larger fails
 * @param failures failed handlers of one session within {@code failureTime}; one more starts it
 *     anew from mount
 * @param failureTime the time that failures and restarts are counted in
 * @param restarts restarts within {@code failureTime}; one more ends the session
 */
public record SessionSettings(
        Duration pending,
        Duration grace,
        Duration parting,
        int window,
        Duration overdue,
        int sessions,
        int pendingSessions,
        int pendingPerAddress,
        int detachedPerAddress,
        int eventsPerSecond,
        int eventBurst,
        int mailbox,
        int timers,
        int async,
        int subscriptions,
        int effects,
        int formBindings,
        int stateWarning,
        int stateLimit,
        int failures,
        Duration failureTime,
        int restarts)
        implements LiveState<SessionSettings> {

    public static final SessionSettings DEFAULTS =
            new SessionSettings(
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(30),
                    8,
                    Duration.ofSeconds(10),
                    20_000,
                    5_000,
                    200,
                    200,
                    50,
                    100,
                    10_000,
                    32,
                    16,
                    256,
                    100,
                    32,
                    100_000,
                    1_000_000,
                    10,
                    Duration.ofMinutes(1),
                    1);
}
