package dev.livelet.template;

import dev.livelet.expression.Scope;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where in a template something is compiled.
 *
 * @param record the template's record
 * @param paths for loop variables over a list component: where in the state the item lies
 */
record Place(Class<?> record, Scope scope, Map<String, List<Stateful.Step>> paths) {

    static Place of(Class<?> record, Scope scope) {
        return new Place(record, scope, Map.of());
    }

    Place with(Scope inner) {
        return new Place(record, inner, paths);
    }

    /** With a loop's variable. */
    Place with(Scope inner, String variable, @Nullable List<Stateful.Step> path) {
        Map<String, List<Stateful.Step>> known = new HashMap<>(paths);
        if (path == null) known.remove(variable);
        else known.put(variable, List.copyOf(path));
        return new Place(record, inner, Map.copyOf(known));
    }
}
