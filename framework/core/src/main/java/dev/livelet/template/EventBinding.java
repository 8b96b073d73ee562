package dev.livelet.template;

import dev.livelet.expression.Expression;

import java.lang.reflect.Type;
import java.util.List;

/**
 * An event that an element listens to.
 *
 * @param type the DOM event's type: {@code click}, {@code submit}, …; for a stateful component's
 *     {@code on:saved} the emitted name
 * @param element the tag it stands on, lower case ({@code form} decides that the payload is a
 *     form); a component's name for emitted events
 * @param first the number, in the fragment, of the first event of the same element: a form's
 *     bindings share what was touched
 * @param pointer whether the browser sends the pointer ({@code .pointer})
 * @param handler the name of the {@code @On} method
 * @param arguments evaluated in the frame of the fragment that holds the binding, as the user saw
 *     it
 * @param argumentTypes their static types, for the check against the handler
 * @param reads what the arguments depend on
 */
public record EventBinding(
        Source source,
        String type,
        String element,
        int first,
        boolean pointer,
        String handler,
        List<Expression> arguments,
        List<Type> argumentTypes,
        long reads) {}
