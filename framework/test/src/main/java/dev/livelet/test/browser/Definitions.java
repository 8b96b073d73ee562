package dev.livelet.test.browser;

import dev.livelet.template.CompiledTemplate;
import dev.livelet.test.browser.NodeDefinition.ElementSlot;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The template definitions that a page has, by template id. Those of the bundle come first, later
 * ones with frames.
 */
public final class Definitions {
    private final Map<Integer, FragmentDefinition> byId = new HashMap<>();

    /** The definitions of these templates and of all that they name. */
    public static Definitions of(Collection<CompiledTemplate<?>> templates) {
        Definitions definitions = new Definitions();
        templates.forEach(definitions::add);
        return definitions;
    }

    /** Adds the definition of a template and of all that it names. */
    public void add(CompiledTemplate<?> template) {
        if (has(template.id())) return;
        byId.put(template.id(), fragment(JsonMapper.shared().readTree(template.definition())));
        template.references().forEach(this::add);
    }

    /** Adds the definitions of {@code {"ID": fragment, …}}. */
    public void add(JsonNode object) {
        object.properties()
                .forEach(
                        entry ->
                                byId.put(
                                        Integer.parseInt(entry.getKey()),
                                        fragment(entry.getValue())));
    }

    public boolean has(int id) {
        return byId.containsKey(id);
    }

    FragmentDefinition get(int id) {
        FragmentDefinition found = byId.get(id);
        if (found == null)
            throw new Mismatch(
                    "The page has no definition of template " + id + "; it has " + byId.keySet());
        return found;
    }

    private static FragmentDefinition fragment(JsonNode json) {
        List<NodeDefinition> nodes = new ArrayList<>();
        for (JsonNode node : array(json)) nodes.add(node(node));
        for (int i = 1; i < nodes.size(); i++)
            if (nodes.get(i - 1) instanceof NodeDefinition.Text
                    && nodes.get(i) instanceof NodeDefinition.Text)
                throw new Mismatch("Two static texts stand side by side in " + json);
        return new FragmentDefinition(nodes);
    }

    private static NodeDefinition node(JsonNode json) {
        if (json.isString()) return new NodeDefinition.Text(json.stringValue());
        if (json.isInt() && json.intValue() == 0) return new NodeDefinition.Separator();
        JsonNode first = array(json).path(0);
        if (first.isString()) return tag(first.stringValue(), json);
        return switch (first.asInt()) {
            case 1 -> new NodeDefinition.TextSlot();
            case 2 ->
                    new NodeDefinition.Conditional(
                            rest(json, 1).map(Definitions::fragment).toList());
            case 3 ->
                    new NodeDefinition.Rows(fragment(json.get(1)), (json.get(2).asInt() & 1) == 1);
            case 4 -> new NodeDefinition.Component(json.get(1).asInt());
            case 5 -> new NodeDefinition.Dynamic();
            default -> throw new Mismatch("No node of a definition: " + json);
        };
    }

    private static NodeDefinition tag(String name, JsonNode json) {
        Map<String, String> attributes = new LinkedHashMap<>();
        if (json.get(1).isObject())
            json.get(1)
                    .properties()
                    .forEach(e -> attributes.put(e.getKey(), e.getValue().asString()));
        List<ElementSlot> slots = new ArrayList<>();
        if (json.get(2).isArray()) for (JsonNode slot : json.get(2)) slots.add(slot(slot));
        return new NodeDefinition.Tag(
                name, attributes, slots, rest(json, 3).map(Definitions::node).toList());
    }

    private static ElementSlot slot(JsonNode json) {
        return switch (array(json).path(0).asInt(-1)) {
            case 0 -> new ElementSlot.Attribute(json.get(1).stringValue());
            case 1 -> new ElementSlot.Property(json.get(1).stringValue());
            case 2 -> new ElementSlot.Style();
            case 3 -> new ElementSlot.Spread();
            case 4 -> new ElementSlot.Event(json.get(1).stringValue(), new Modifiers(json.path(2)));
            default -> throw new Mismatch("No slot of an element: " + json);
        };
    }

    private static java.util.stream.Stream<JsonNode> rest(JsonNode array, int from) {
        return array.valueStream().skip(from);
    }

    private static JsonNode array(JsonNode json) {
        if (!json.isArray()) throw new Mismatch("Expected an array in a definition, found " + json);
        return json;
    }
}
