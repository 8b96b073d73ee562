package dev.livelet.session;

import dev.livelet.form.FormFields;
import dev.livelet.spi.SessionCopy;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the page said last about each of its forms: the base of the changes that it says next. The
 * least recently used go; a form whose base is gone is asked for again, whole. Confined to the
 * session's turn.
 */
final class FormBases {
    /** UTF-16 units of all bases in a copy: it is sent with every key that is typed. */
    private static final int COPIED = 8_192;

    private final LinkedHashMap<Location.Id, Base> bases = new LinkedHashMap<>(4, 0.75f, true);

    /** By element: what the user has touched is the same for all bindings of a form. */
    private final LinkedHashMap<Location.Id, FormFields> touched =
            new LinkedHashMap<>(4, 0.75f, true);

    private final int bound;
    private final int template;

    /** As it is, until something changes. */
    private SessionCopy.@Nullable Forms copy;

    private boolean changed;

    private record Base(Location.Id element, FormFields fields) {}

    /**
     * @param bound of bindings, and of forms
     * @param template of the page
     */
    FormBases(int bound, int template) {
        this.bound = bound;
        this.template = template;
    }

    FormFields get(Location seen) {
        Base found = bases.get(seen.id());
        FormFields base = found == null ? FormFields.EMPTY : found.fields();
        FormFields latest = touched.get(seen.element());
        return latest == null ? base : base.touchedAs(latest);
    }

    void put(Location seen, FormFields fields) {
        changed = true;
        put(bases, seen.id(), new Base(seen.element(), fields));
        put(touched, seen.element(), fields);
    }

    private <T> void put(LinkedHashMap<Location.Id, T> map, Location.Id id, T value) {
        map.put(id, value);
        if (map.size() > bound) map.pollFirstEntry();
    }

    /** An event of this binding was refused: the page says everything next. */
    void forget(Location seen) {
        changed |= bases.remove(seen.id()) != null;
    }

    void clear() {
        changed = true;
        bases.clear();
        touched.clear();
    }

    /** For another node: the same until something changes; null when nothing is touched. */
    SessionCopy.@Nullable Forms copy() {
        if (changed) {
            changed = false;
            copy = made();
        }
        return copy;
    }

    private SessionCopy.@Nullable Forms made() {
        Map<Location.Id, Map<Integer, Map<String, List<String>>>> said = said();
        List<SessionCopy.Form> forms = new ArrayList<>();
        touched.forEach(
                (element, fields) -> {
                    if (fields.attempted() || !fields.touched().isEmpty())
                        forms.add(
                                new SessionCopy.Form(
                                        element.way(),
                                        fields.touched(),
                                        fields.attempted(),
                                        said.getOrDefault(element, Map.of())));
                });
        return forms.isEmpty() ? null : new SessionCopy.Forms(template, List.copyOf(forms));
    }

    private Map<Location.Id, Map<Integer, Map<String, List<String>>>> said() {
        Map<Location.Id, Map<Integer, Map<String, List<String>>>> said = new HashMap<>();
        int left = COPIED;
        // the one used last is the one that is being typed into
        for (Map.Entry<Location.Id, Base> each : bases.sequencedEntrySet().reversed()) {
            Map<String, List<String>> values = each.getValue().fields().values();
            int size = size(values);
            if (size > left) continue;
            left -= size;
            said.computeIfAbsent(each.getValue().element(), form -> new TreeMap<>())
                    .put(each.getKey().number(), values);
        }
        return said;
    }

    private static int size(Map<String, List<String>> values) {
        int size = 0;
        for (Map.Entry<String, List<String>> field : values.entrySet()) {
            size += field.getKey().length();
            for (String value : field.getValue()) size += value.length();
        }
        return size;
    }

    /** Goes on with what another node had, unless that was about another template. */
    void restore(SessionCopy.@Nullable Forms forms) {
        if (forms == null || forms.template() != template) return;
        changed = true;
        for (SessionCopy.Form form : forms.forms()) {
            Location.Id element = new Location.Id(form.way());
            touched.put(
                    element, new FormFields(false, Map.of(), form.touched(), form.attempted(), ""));
            form.said()
                    .forEach(
                            (number, values) ->
                                    bases.put(
                                            element.of(number),
                                            new Base(
                                                    element,
                                                    new FormFields(
                                                            true, values, Set.of(), false, ""))));
        }
    }
}
