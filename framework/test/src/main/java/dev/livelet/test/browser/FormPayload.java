package dev.livelet.test.browser;

import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a form binding has said so far, so that its next event says only what has changed. */
final class FormPayload {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Value EMPTY = new Value(List.of(""), false);
    private @Nullable Map<String, Value> said;

    /**
     * What the fields of one name hold.
     *
     * @param several whether they are told as several
     */
    record Value(List<String> texts, boolean several) {
        Value and(List<String> more) {
            List<String> all = new ArrayList<>(texts);
            all.addAll(more);
            return new Value(all, true);
        }
    }

    /** The next event says everything: the server does not know what was said. */
    void forget() {
        said = null;
    }

    /** The payload for these fields, which from now on count as said. */
    JsonNode next(Map<String, Value> fields) {
        Map<String, Value> before = said;
        said = new HashMap<>(fields);
        return before == null ? whole(fields) : changes(before, fields);
    }

    private static JsonNode whole(Map<String, Value> fields) {
        ObjectNode object = JSON.objectNode();
        fields.forEach(
                (name, values) -> {
                    if (!values.equals(EMPTY)) object.set(name, plain(values));
                });
        return JSON.arrayNode().add(object);
    }

    private static JsonNode changes(Map<String, Value> before, Map<String, Value> now) {
        ObjectNode object = JSON.objectNode();
        Map<String, Value> all = new LinkedHashMap<>(now);
        before.forEach(all::putIfAbsent);
        for (String name : all.keySet()) {
            Value value = now.get(name);
            Value old = before.getOrDefault(name, EMPTY);
            if (value == null) object.set(name, JSON.nullNode());
            else if (!value.equals(old)) object.set(name, shortest(old, value));
        }
        return object;
    }

    private static JsonNode plain(Value value) {
        if (!value.several()) return JSON.stringNode(value.texts().getFirst());
        ArrayNode several = JSON.arrayNode();
        value.texts().forEach(several::add);
        return JSON.objectNode().set("v", several);
    }

    private static JsonNode shortest(Value old, Value value) {
        JsonNode plain = plain(value);
        if (old.several() || value.several()) return plain;
        String before = old.texts().getFirst();
        String now = value.texts().getFirst();
        // the runtime does not look for a place between surrogate pairs
        if ((before + now).chars().anyMatch(unit -> Character.isSurrogate((char) unit)))
            return plain;
        JsonNode splice = splice(before, now);
        return splice.toString().length() < plain.toString().length() ? splice : plain;
    }

    private static JsonNode splice(String old, String text) {
        int most = Math.min(old.length(), text.length());
        int prefix = 0;
        while (prefix < most && old.charAt(prefix) == text.charAt(prefix)) prefix++;
        int suffix = 0;
        while (suffix < most - prefix
                && old.charAt(old.length() - 1 - suffix) == text.charAt(text.length() - 1 - suffix))
            suffix++;
        int cut = old.length() - prefix - suffix;
        ArrayNode splice = JSON.arrayNode();
        if (cut > 0) splice.add(prefix).add(cut);
        else if (prefix < old.length()) splice.add(prefix);
        return splice.add(text.substring(prefix, text.length() - suffix));
    }

    /**
     * The form's fields as a browser would send them, in document order; a field without a value is
     * left out.
     *
     * @param submitter the button that submits it, or null
     */
    static Map<String, Value> fields(Element form, Fields fields, @Nullable Element submitter) {
        Map<String, Value> found = new LinkedHashMap<>();
        for (Element control : form.select("input, select, textarea, button")) {
            String name = control.attr("name");
            if (name.isEmpty() || name.equals("_livelet") || Fields.disabled(control)) continue;
            List<String> values =
                    control == submitter ? List.of(control.attr("value")) : fields.values(control);
            if (values.isEmpty()) continue;
            Value before = found.get(name);
            found.put(
                    name,
                    before == null ? new Value(values, values.size() > 1) : before.and(values));
        }
        return found;
    }
}
