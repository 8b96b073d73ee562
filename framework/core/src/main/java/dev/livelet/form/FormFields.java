package dev.livelet.form;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a form's fields hold, as its events told so far ({@code docs/protocol.md}, payloads of
 * forms), and which of them the user has touched. Immutable. From outside, so not trusted: bounded,
 * never normalised (splices count in the browser's own text).
 *
 * @param known whether the browser has said everything once; only then are changes understood
 * @param values by field; one that is empty may be missing
 * @param touched the fields that caused an event, or all once the form was refused on submit
 * @param attempted whether a submit was refused since the form began
 * @param target the field that caused the last event, "" when that is not known
 */
public record FormFields(
        boolean known,
        Map<String, List<String>> values,
        Set<String> touched,
        boolean attempted,
        String target) {
    /** Nothing is known. */
    public static final FormFields EMPTY = new FormFields(false, Map.of(), Set.of(), false, "");

    /** Fields and further values of one field together. */
    static final int MAX_VALUES = 1_000;

    static final int MAX_NAME = 256;

    /** UTF-16 units of all names and values together. */
    static final int MAX_SIZE = 262_144;

    public FormFields {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        touched = Collections.unmodifiableSet(new LinkedHashSet<>(touched));
    }

    /** As {@link #apply(JsonNode, String)}, where the event names no target. */
    public FormFields apply(JsonNode payload) {
        return apply(payload, null);
    }

    /**
     * The fields after an event.
     *
     * @param target the field that caused it, as the event says; null where it says none
     * @throws UnknownBase for changes to what is not known
     * @throws MalformedForm for what is not a form's payload, or too large
     */
    public FormFields apply(JsonNode payload, @Nullable String target) {
        if (target != null && target.length() > MAX_NAME)
            throw new MalformedForm("A target's name is longer than " + MAX_NAME);
        boolean whole = payload.isArray();
        if (whole && payload.size() != 1)
            throw new MalformedForm(
                    "A whole form is an array of one object, this has " + payload.size());
        JsonNode changes = whole ? payload.get(0) : payload;
        if (!changes.isObject())
            throw new MalformedForm(
                    "A form's payload is an object, this is " + changes.getNodeType());
        if (!whole && !known) throw new UnknownBase("Changes to a form of which nothing is known");
        if (changes.size() > MAX_VALUES)
            throw new MalformedForm("More than " + MAX_VALUES + " fields");

        Map<String, List<String>> next =
                whole ? new LinkedHashMap<>() : new LinkedHashMap<>(values);
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            List<String> value =
                    FieldValue.read(
                            change.getValue(),
                            whole ? null : next.getOrDefault(change.getKey(), List.of()));
            if (value.isEmpty()) next.remove(change.getKey());
            else next.put(change.getKey(), value);
        }
        checkSize(next);

        Set<String> now = new LinkedHashSet<>(touched);
        if (target != null) now.add(target);
        else if (!whole || changes.size() == 1) now.addAll(changes.propertyNames());
        if (now.size() > MAX_VALUES) throw new MalformedForm("More than " + MAX_VALUES + " fields");
        String cause =
                target != null
                        ? target
                        : changes.size() == 1 ? changes.propertyNames().iterator().next() : "";
        return new FormFields(true, next, now, attempted, cause);
    }

    /**
     * The fields after a submit: when it was valid the form begins anew, nothing is touched; else
     * everything is, so that what is wrong stays in sight while the user mends it.
     */
    public FormFields submitted(boolean valid) {
        return new FormFields(known, values, valid ? Set.of() : touched, !valid, target);
    }

    /** These fields with what another binding of the same form knows to be touched. */
    public FormFields touchedAs(FormFields other) {
        return new FormFields(known, values, other.touched, other.attempted, target);
    }

    private static void checkSize(Map<String, List<String>> fields) {
        int count = 0;
        long size = 0;
        for (Map.Entry<String, List<String>> field : fields.entrySet()) {
            if (field.getKey().length() > MAX_NAME)
                throw new MalformedForm("A field's name is longer than " + MAX_NAME);
            count += field.getValue().size();
            size += field.getKey().length();
            for (String value : field.getValue()) size += value.length();
        }
        if (count > MAX_VALUES) throw new MalformedForm("More than " + MAX_VALUES + " values");
        if (size > MAX_SIZE)
            throw new MalformedForm("Fields of " + size + " characters, more than " + MAX_SIZE);
    }

    /** The values of one field; empty when it holds nothing. */
    List<String> values(String field) {
        return values.getOrDefault(field, List.of());
    }
}
