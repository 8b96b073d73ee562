package dev.livelet.session;

import dev.livelet.form.FormFields;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the page said last about each of its forms: the base of the changes that it says next. The
 * least recently used go; a form whose base is gone is asked for again, whole. Confined to the
 * session's turn.
 */
final class FormBases {
    private final LinkedHashMap<Location.Id, FormFields> bases =
            new LinkedHashMap<>(4, 0.75f, true);

    /** By element: what the user has touched is the same for all bindings of a form. */
    private final LinkedHashMap<Location.Id, FormFields> touched =
            new LinkedHashMap<>(4, 0.75f, true);

    private final int bound;

    FormBases(int bound) {
        this.bound = bound;
    }

    FormFields get(Location seen) {
        FormFields base = bases.getOrDefault(seen.id(), FormFields.EMPTY);
        FormFields latest = touched.get(seen.element());
        return latest == null ? base : base.touchedAs(latest);
    }

    void put(Location seen, FormFields fields) {
        put(bases, seen.id(), fields);
        put(touched, seen.element(), fields);
    }

    private void put(
            LinkedHashMap<Location.Id, FormFields> map, Location.Id id, FormFields fields) {
        map.put(id, fields);
        if (map.size() > bound) {
            Map.Entry<Location.Id, FormFields> eldest = map.firstEntry();
            map.remove(eldest.getKey());
        }
    }

    /** An event of this binding was refused: the page says everything next. */
    void forget(Location seen) {
        bases.remove(seen.id());
    }

    void clear() {
        bases.clear();
        touched.clear();
    }
}
