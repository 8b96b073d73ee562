package dev.livelet.session;

import dev.livelet.expression.Frame;
import dev.livelet.template.TemplateSlot;

import org.jspecify.annotations.Nullable;

/**
 * Whose handlers serve a place on the page, and their state: the page's own view, or a stateful
 * component within its parent's.
 *
 * @param use where the parent uses it; null for the page's own
 * @param depth how many of the steps to a place in it lead into it; 0 for the page's own
 */
record Scope(BoundView owner, Object state, @Nullable Use use, int depth) {

    /**
     * @param frame the parent's frame where the component stands, with the loop variables around it
     */
    record Use(Scope parent, TemplateSlot.Component slot, Frame frame) {}

    /** The page's own state after this scope's state has become {@code next}. */
    Object putBack(Object next) {
        if (use == null) return next;
        return use.parent.putBack(StatePath.put(use.parent.state, use.slot, use.frame, next));
    }
}
