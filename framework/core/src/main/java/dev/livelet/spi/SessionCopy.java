package dev.livelet.spi;

import dev.livelet.RenderContext;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
 * @param forms that the user is filling in; null while there is none
 * @param markup of the node that made this; null if it does not say
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
        List<Timer> timers,
        @Nullable Forms forms,
        @Nullable Markup markup) {

    /** Of a session whose page has no form that was touched, by a node of the same release. */
    public SessionCopy(
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
        this(
                attempt,
                state,
                context,
                answered,
                sent,
                acknowledged,
                window,
                refusals,
                topics,
                timers,
                null,
                null);
    }

    /** This one, of a session that lives by another join from now on. */
    public SessionCopy ofAttempt(int attempt) {
        return with(attempt, window);
    }

    /**
     * This one for a node with this markup. Where it is another, what the page shows is not what
     * this node would show of the same states: so none of them is known, and the page gets a whole
     * render.
     */
    public SessionCopy under(Markup own) {
        return isUnder(own) ? this : with(attempt, List.of());
    }

    /** Whether the page shows the session's states as this markup does. */
    public boolean isUnder(Markup own) {
        return markup == null || markup.fingerprint() == own.fingerprint();
    }

    private SessionCopy with(int attempt, List<Version> window) {
        return new SessionCopy(
                attempt,
                state,
                context,
                answered,
                sent,
                acknowledged,
                window,
                refusals,
                topics,
                timers,
                forms,
                markup);
    }

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

    /**
     * What a view's states are shown with.
     *
     * @param fingerprint of all templates that the view reaches
     * @param bindings what each event of the root, by number, does: a number made of its type and
     *     handler, or 0 where it depends on what the page shows
     */
    public record Markup(int fingerprint, List<Integer> bindings) {}

    /**
     * The forms of the page in which the user has touched something.
     *
     * @param template of the page: in another one the ways lead elsewhere
     */
    public record Forms(int template, List<Form> forms) {}

    /**
     * A form that the user is filling in.
     *
     * @param way to it from the page's root: numbers and the keys of rows, at the end the number of
     *     its first event
     * @param touched the fields that show their errors
     * @param attempted whether a submit was refused since the form began
     * @param said what the page said last by each of the form's events, by number: the values as
     *     typed, by field. Changes to them come next; what is missing the page is asked for
     */
    public record Form(
            List<Object> way,
            Set<String> touched,
            boolean attempted,
            Map<Integer, Map<String, List<String>>> said) {}
}
