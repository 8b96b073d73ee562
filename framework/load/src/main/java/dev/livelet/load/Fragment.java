package dev.livelet.load;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A fragment of the bundle: what its value slots hold and which events it has, both in the
 * protocol's numbering.
 */
record Fragment(List<Content> slots, List<Binding> events) {

    /** What a value slot holds. */
    sealed interface Content {
        /** A text, an attribute. */
        record Leaf() implements Content {}

        record Conditional(List<Fragment> branches) implements Content {}

        record Rows(Fragment row) implements Content {}

        record Component(int template) implements Content {}

        record Dynamic() implements Content {}
    }

    /** An event of an element. */
    record Binding(String type, String tag, Map<String, String> attributes) {}

    /** Reads the definition of a fragment: an array of nodes. */
    static Fragment of(JsonNode nodes) {
        Fragment fragment = new Fragment(new ArrayList<>(), new ArrayList<>());
        for (JsonNode node : nodes) fragment.add(node);
        return fragment;
    }

    private void add(JsonNode node) {
        if (!node.isArray()) return; // static text or a separator
        if (node.get(0).isString()) {
            element(node);
            return;
        }
        slots.add(
                switch (node.get(0).asInt()) {
                    case 1 -> new Content.Leaf();
                    case 2 ->
                            new Content.Conditional(
                                    node.valueStream().skip(1).map(Fragment::of).toList());
                    case 3 -> new Content.Rows(of(node.get(1)));
                    case 4 -> new Content.Component(node.get(1).asInt());
                    case 5 -> new Content.Dynamic();
                    default -> throw new IllegalStateException("no node of livelet.1: " + node);
                });
    }

    private void element(JsonNode node) {
        Map<String, String> attributes = new HashMap<>();
        for (var attribute : node.get(1).properties())
            attributes.put(attribute.getKey(), attribute.getValue().asString());
        for (JsonNode slot : node.get(2)) {
            if (slot.get(0).asInt() == 4)
                events.add(
                        new Binding(
                                slot.get(1).asString(),
                                node.get(0).asString(),
                                Map.copyOf(attributes)));
            else slots.add(new Content.Leaf());
        }
        for (int i = 3; i < node.size(); i++) add(node.get(i));
    }
}
