package dev.livelet.session;

import dev.livelet.LiveletException;
import dev.livelet.expression.Frame;
import dev.livelet.state.RecordShape;
import dev.livelet.template.Stateful;
import dev.livelet.template.Stateful.Step;
import dev.livelet.template.TemplateSlot;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Puts a stateful component's next state back at its place in the parent's. */
final class StatePath {
    private StatePath() {}

    /**
     * @param frame the parent's frame where the component stands
     */
    static Object put(Object parent, TemplateSlot.Component component, Frame frame, Object next) {
        Stateful stateful = Objects.requireNonNull(component.stateful());
        return put(parent, stateful.path(), frame, next, component);
    }

    private static Object put(
            @Nullable Object place,
            List<Step> path,
            Frame frame,
            Object next,
            TemplateSlot.Component component) {
        if (path.isEmpty()) return next;
        if (place == null) throw lost(component);
        List<Step> rest = path.subList(1, path.size());
        return switch (path.getFirst()) {
            case Step.Component step -> {
                RecordShape shape = RecordShape.of(place.getClass());
                yield shape.with(
                        place,
                        step.index(),
                        put(shape.get(place, step.index()), rest, frame, next, component));
            }
            case Step.Element step -> {
                if (!(place instanceof List<?> list)) throw lost(component);
                List<@Nullable Object> elements = new ArrayList<>(list);
                int index = index(elements, step, frame);
                if (index < 0) throw lost(component);
                elements.set(index, put(elements.get(index), rest, frame, next, component));
                yield List.copyOf(elements);
            }
        };
    }

    private static int index(List<?> elements, Step.Element step, Frame frame) {
        Object key = step.key().eval(frame);
        Frame row = frame.fork();
        for (int i = 0; i < elements.size(); i++) {
            row.set(step.variable(), elements.get(i));
            if (step.indexVariable() >= 0) row.set(step.indexVariable(), i);
            if (Objects.equals(step.key().eval(row), key)) return i;
        }
        return -1;
    }

    private static LiveletException lost(TemplateSlot.Component component) {
        return new LiveletException(
                component.source() + ": the component's state is no longer in its parent's");
    }
}
