package dev.livelet.session;

import dev.livelet.expression.Frame;
import dev.livelet.state.Structure;
import dev.livelet.template.EventBinding;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A binding on the page as one state shows it.
 *
 * @param steps the way to it, in terms that hold in other states: {@link Locator#find} follows it
 *     there
 * @param number the event's number in its fragment
 * @param frame what its arguments are evaluated in
 */
record Location(Scope scope, List<Step> steps, int number, EventBinding binding, Frame frame) {

    /** A step inwards, from a slot of the fragment before it. */
    sealed interface Step {
        int slot();

        record Branch(int slot, int number) implements Step {}

        /**
         * @param rows the rows that it is one of, as seen; null in a step that is kept longer
         * @param kept how many rows before it have its key, where {@code rows} is null
         */
        record Row(int slot, @Nullable Object key, int index, @Nullable LoopRows rows, int kept)
                implements Step {
            /**
             * How many rows before it have the same key. Looks at all of them, so it is asked for
             * only when needed.
             */
            int ordinal() {
                return rows == null ? kept : rows.ordinal(index, key);
            }

            /**
             * Whether another state has the very same item at the very same place: then nothing is
             * searched.
             */
            boolean sameIn(LoopRows other) {
                return rows != null
                        && index < other.size()
                        && rows.item(index) != null
                        && rows.item(index) == other.item(index);
            }

            /** Whether another state has an item with the same content at the same place. */
            boolean alikeIn(LoopRows other) {
                return rows != null
                        && index < other.size()
                        && Structure.same(rows.item(index), other.item(index));
            }
        }

        record Component(int slot) implements Step {}

        record Markup(int slot, int template) implements Step {}
    }

    /** The steps without what was seen on the way, to be kept. */
    List<Step> keptSteps() {
        return steps.stream()
                .map(
                        step ->
                                step instanceof Step.Row row
                                        ? new Step.Row(
                                                row.slot(),
                                                row.key(),
                                                row.index(),
                                                null,
                                                row.ordinal())
                                        : step)
                .toList();
    }

    /** What names the binding from event to event, whatever moves around it. */
    record Id(List<Object> way) {
        /** The binding's own in its fragment. */
        int number() {
            return (Integer) way.getLast();
        }

        /** Of another binding in the same fragment. */
        Id of(int number) {
            List<Object> other = new ArrayList<>(way);
            other.set(other.size() - 1, number);
            return new Id(other);
        }
    }

    Id id() {
        return id(number);
    }

    /** What names the element that the binding stands on. */
    Id element() {
        return id(binding.first());
    }

    private Id id(int event) {
        List<Object> way = new ArrayList<>(steps.size() * 2 + 1);
        for (Step step : steps) {
            way.add(step.slot());
            switch (step) {
                case Step.Branch branch -> way.add(branch.number());
                case Step.Row row -> {
                    way.add(row.key() == null ? "" : row.key());
                    way.add(row.ordinal());
                }
                case Step.Component component -> {}
                case Step.Markup markup -> way.add(markup.template());
            }
        }
        way.add(event);
        return new Id(way);
    }
}
