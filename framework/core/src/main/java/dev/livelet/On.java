package dev.livelet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A handler of browser events: {@code @On State add(State state, int step)} is what {@code
 * on:click={add(1)}} calls. After the state come the template's arguments by position, then by type
 * and in any order what the event carries ({@code Form}, {@link Key}, {@link Pointer}, {@link
 * Input}) and {@link Socket}. {@code void} handlers only act. Checked against every template that
 * names it when the view is registered.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface On {
    /** What happens to an event whose binding was on the page as seen but is no longer there. */
    Stale stale() default Stale.REFUSE;

    /** The choices for {@link #stale()}. */
    enum Stale {
        /** The event is refused, and the page shows it. */
        REFUSE,
        /** The handler runs all the same, with the arguments as seen. */
        ALLOW
    }
}
