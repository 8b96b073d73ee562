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
    private @Nullable Map<String, List<String>> said;

    /** The next event says everything: the server does not know what was said. */
    void forget() {
        said = null;
    }

    /** The payload for these fields, which from now on count as said. */
    JsonNode next(Map<String, List<String>> fields) {
        Map<String, List<String>> before = said;
        said = new HashMap<>(fields);
        return before == null ? whole(fields) : changes(before, fields);
    }

    private static JsonNode whole(Map<String, List<String>> fields) {
        ObjectNode object = JSON.objectNode();
        fields.forEach(
                (name, values) -> {
                    if (!values.equals(List.of(""))) object.set(name, plain(values));
                });
        return JSON.arrayNode().add(object);
    }

    private static JsonNode changes(
            Map<String, List<String>> before, Map<String, List<String>> now) {
        ObjectNode object = JSON.objectNode();
        Map<String, List<String>> all = new LinkedHashMap<>(now);
        before.forEach(all::putIfAbsent);
        for (String name : all.keySet()) {
            List<String> values = now.get(name);
            List<String> old = before.getOrDefault(name, List.of(""));
            if (values == null) object.set(name, JSON.nullNode());
            else if (!values.equals(old)) object.set(name, shortest(old, values));
        }
        return object;
    }

    private static JsonNode plain(List<String> values) {
        if (values.size() == 1) return JSON.stringNode(values.get(0));
        ArrayNode several = JSON.arrayNode();
        values.forEach(several::add);
        return JSON.objectNode().set("v", several);
    }

    private static JsonNode shortest(List<String> old, List<String> values) {
        JsonNode plain = plain(values);
        if (old.size() != 1 || values.size() != 1) return plain;
        JsonNode splice = splice(old.get(0), values.get(0));
        return splice.toString().length() < plain.toString().length() ? splice : plain;
    }

    private static JsonNode splice(String old, String text) {
        int most = Math.min(old.length(), text.length());
        int prefix = 0;
        while (prefix < most && old.charAt(prefix) == text.charAt(prefix)) prefix++;
        if (prefix > 0 && Character.isHighSurrogate(old.charAt(prefix - 1))) prefix--;
        int suffix = 0;
        while (suffix < most - prefix
                && old.charAt(old.length() - 1 - suffix) == text.charAt(text.length() - 1 - suffix))
            suffix++;
        if (suffix > 0 && Character.isLowSurrogate(old.charAt(old.length() - suffix))) suffix--;
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
    static Map<String, List<String>> fields(
            Element form, Fields fields, @Nullable Element submitter) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        for (Element control : form.select("input, select, textarea, button")) {
            String name = control.attr("name");
            if (name.isEmpty() || name.equals("_livelet") || Fields.disabled(control)) continue;
            List<String> values =
                    control == submitter ? List.of(control.attr("value")) : fields.values(control);
            if (!values.isEmpty())
                found.computeIfAbsent(name, n -> new ArrayList<>()).addAll(values);
        }
        return found;
    }
}
