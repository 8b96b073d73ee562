package dev.livelet.template;

import dev.livelet.expression.Compiled;
import dev.livelet.expression.Reads;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the path of a stateful component's state: names of record components with dots between,
 * from the template's record or from the variable of a loop over a list component. Anything else
 * has no way back, because what its handlers return could not be put there.
 */
final class StatePath {
    private static final String ADVICE =
            "; a component's state must be a component of this record, or an element of a list"
                    + " component that a :for with :key stands on";

    private final Expressions expressions;

    StatePath(Expressions expressions) {
        this.expressions = expressions;
    }

    List<Stateful.Step> of(Markup.Code code, Place place) {
        List<Stateful.Step> found = find(code, place);
        if (found == null)
            throw expressions.misfit(
                    code,
                    "'"
                            + code.source().strip()
                            + "' is computed and has no place in the state"
                            + ADVICE);
        return found;
    }

    /** The path, or null where the expression is none. */
    @Nullable List<Stateful.Step> find(Markup.Code code, Place place) {
        String[] names = code.source().strip().split("\\.", -1);
        List<Stateful.Step> steps = new ArrayList<>();
        StringBuilder prefix = new StringBuilder();
        @Nullable Class<?> around = null;
        for (int i = 0; i < names.length; i++) {
            String name = names[i].strip();
            if (!name.matches("[A-Za-z_$][A-Za-z0-9_$]*")) return null;
            if (i == 0) {
                List<Stateful.Step> variable = place.paths().get(name);
                if (variable != null) steps.addAll(variable);
                else if (!component(place.record(), name, steps)) return null;
            } else if (around == null || !component(around, name, steps)) {
                return null;
            }
            prefix.append(i == 0 ? "" : ".").append(name);
            Compiled so =
                    expressions.compile(
                            new Markup.Code(code.offset(), prefix.toString()), place.scope());
            boolean hidden =
                    i == 0
                            && steps.size() == 1
                            && steps.getFirst() instanceof Stateful.Step.Component(int index)
                            && so.reads() != Reads.component(index);
            if (hidden) return null;
            around = Expressions.erase(so.type());
        }
        return steps;
    }

    private static boolean component(Class<?> record, String name, List<Stateful.Step> steps) {
        if (!record.isRecord()) return false;
        List<String> names =
                Arrays.stream(record.getRecordComponents()).map(RecordComponent::getName).toList();
        int index = names.indexOf(name);
        if (index < 0) return false;
        steps.add(new Stateful.Step.Component(index));
        return true;
    }
}
