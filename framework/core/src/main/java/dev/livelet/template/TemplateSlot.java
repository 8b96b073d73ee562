package dev.livelet.template;

import dev.livelet.LiveletException;
import dev.livelet.expression.Expression;
import dev.livelet.expression.Frame;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A dynamic place of a template that has a value. Immutable; shared by all sessions. */
public sealed interface TemplateSlot {

    /** What its value depends on, as a mask of {@link dev.livelet.expression.Reads}. */
    long reads();

    /** Where in the template it is, for messages: {@code Counter.html:3:12 {count}}. */
    Source source();

    /**
     * Text.
     *
     * @param place what the HTML around it is: text between tags, or the content of a textarea or
     *     title
     */
    record Text(long reads, Source source, Expression value, Place place) implements TemplateSlot {
        public enum Place {
            TEXT,
            TEXTAREA,
            TITLE,
            PRE_START
        }
    }

    /**
     * An attribute, also one that is a property in the browser (value, checked, selected, muted).
     *
     * @param value gives a string (already filtered for the attribute's context, not yet escaped),
     *     a number, TRUE for a bare attribute, or null for an absent one
     */
    record Attribute(long reads, Source source, String name, Expression value)
            implements TemplateSlot {}

    /**
     * The style of an element. The value is a string of declarations, filtered, or null. Constant
     * ones read nothing.
     */
    record Style(long reads, Source source, Expression value) implements TemplateSlot {}

    /**
     * Several attributes. The value is a map from name to string or TRUE, filtered by each
     * attribute's context, in a fixed order.
     */
    record Spread(long reads, Source source, Expression value) implements TemplateSlot {}

    /**
     * At most one of several branches: the first whose test gives TRUE.
     *
     * @param boundary whether it is an error boundary: the first branch is taken unless evaluating
     *     its body throws
     */
    record Conditional(long reads, Source source, List<Branch> branches, boolean boundary)
            implements TemplateSlot {
        public Conditional(long reads, Source source, List<Branch> branches) {
            this(reads, source, branches, false);
        }

        /**
         * @param test gives a Boolean, and sets the pattern variables it binds in the frame it is
         *     given
         * @param variables the frame indices of those variables; where there are any, the test and
         *     the body get a fork of the frame
         */
        public record Branch(Expression test, List<Integer> variables, Fragment body) {}
    }

    /**
     * A list.
     *
     * @param items gives something with an order (List, array, SequencedCollection, sorted set or
     *     map entries), or null for none
     * @param variable the frame index of the item
     * @param indexVariable the frame index of the row's number, or -1
     * @param key evaluated in the row's frame; null where the template has none, then the row's
     *     number is its key
     * @param separated whether a separator stands between two rows
     */
    record Loop(
            long reads,
            Source source,
            Expression items,
            int variable,
            int indexVariable,
            @Nullable Expression key,
            Fragment row,
            boolean separated)
            implements TemplateSlot {
        private static final @Nullable Object[] NONE = {};

        /** What the list shows in a frame, in order; not to be written into. */
        public @Nullable Object[] itemsIn(Frame around) {
            return switch (items.eval(around)) {
                case null -> NONE;
                case Collection<?> collection -> collection.isEmpty() ? NONE : collection.toArray();
                case Object[] array -> array;
                case Map<?, ?> map -> map.entrySet().toArray();
                case Object array -> boxed(array);
            };
        }

        private @Nullable Object[] boxed(Object array) {
            if (!array.getClass().isArray())
                throw new LiveletException(
                        source
                                + ": a "
                                + array.getClass().getName()
                                + " cannot be looped over; give a List");
            @Nullable Object[] boxed = new @Nullable Object[Array.getLength(array)];
            for (int i = 0; i < boxed.length; i++) boxed[i] = Array.get(array, i);
            return boxed;
        }

        /** Makes a frame that of a row. */
        public void enter(Frame row, @Nullable Object item, int index) {
            row.set(variable, item);
            if (indexVariable >= 0) row.set(indexVariable, index);
        }
    }

    /**
     * A component.
     *
     * @param record gives the component's record; for a stateful one the state at its path
     * @param target the component's template; resolved on first use, as components may be recursive
     * @param stateful what makes it stateful, or null
     */
    record Component(
            long reads,
            Source source,
            Expression record,
            TemplateReference target,
            @Nullable Stateful stateful)
            implements TemplateSlot {}

    /** Markup as a value: an {@link dev.livelet.Html}, or null. */
    record Dynamic(long reads, Source source, Expression value) implements TemplateSlot {}
}
