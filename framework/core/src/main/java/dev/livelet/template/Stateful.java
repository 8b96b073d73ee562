package dev.livelet.template;

import dev.livelet.LiveView;
import dev.livelet.expression.Expression;

import java.util.List;

/**
 * What makes a component stateful: its view, whose handlers serve the events inside it, and the
 * path of its state within the parent's.
 *
 * @param path from the parent template's record inwards
 * @param emitted bindings of the use ({@code on:saved={save(id)}}), by the name that {@code
 *     socket.emit} gives
 */
public record Stateful(
        Class<? extends LiveView<?>> view, List<Step> path, List<EventBinding> emitted) {

    /** A step inwards. */
    public sealed interface Step {
        /** A record's component. */
        record Component(int index) implements Step {}

        /**
         * The element of a list component that a loop stands on, found again by its key in the
         * current state.
         *
         * @param variable the frame index of the loop's item
         * @param indexVariable the frame index of the row's number, or -1
         * @param key evaluated in a frame that has the item (and the number) set
         */
        record Element(int variable, int indexVariable, Expression key) implements Step {}
    }
}
