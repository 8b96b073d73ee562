package dev.livelet.spi;

import dev.livelet.RenderContext;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All that another node needs to go on with a session as if nothing had happened. Made at the end
 * of a turn, immutable; states are held by reference and encoded when they are sent.
 *
 * @param attempt of the join that the session lives by; 0 before the first
 * @param state the current one
 * @param answered the last event that is applied or refused
 * @param sent the last patch number used
 * @param acknowledged the last patch that the page is known to have
 * @param window what the page may be showing: the last acknowledged version and those sent since,
 *     oldest first; the last one is often the current state itself
 * @param refusals events that were refused and that the page may not know of yet, oldest first
 * @param topics subscribed
 * @param timers that are armed
 */
public record SessionCopy(
        int attempt,
        Object state,
        RenderContext context,
        int answered,
        int sent,
        int acknowledged,
        List<Version> window,
        List<Refusal> refusals,
        List<String> topics,
        List<Timer> timers) {

    /** A state as the page was sent it by the patch of this number. */
    public record Version(int number, Object state, RenderContext context) {}

    /** An event that was refused with this code. */
    public record Refusal(int event, int code) {}

    /**
     * A named timer.
     *
     * @param due by the clock on the wall, as nodes share no other
     * @param period null for one that fires once
     */
    public record Timer(String name, Instant due, @Nullable Duration period, Object message) {}
}
