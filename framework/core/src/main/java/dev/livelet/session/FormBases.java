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
    private final int bound;

    FormBases(int bound) {
        this.bound = bound;
    }

    FormFields get(Location.Id binding) {
        return bases.getOrDefault(binding, FormFields.EMPTY);
    }

    void put(Location.Id binding, FormFields fields) {
        bases.put(binding, fields);
        if (bases.size() > bound) {
            Map.Entry<Location.Id, FormFields> eldest = bases.firstEntry();
            bases.remove(eldest.getKey());
        }
    }

    /** An event of this binding was refused: the page says everything next. */
    void forget(Location.Id binding) {
        bases.remove(binding);
    }

    void clear() {
        bases.clear();
    }
}
