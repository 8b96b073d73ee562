package dev.livelet.test.browser;

import dev.livelet.test.browser.NodeDefinition.ElementSlot;

import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A slot on an element that has a value: attribute, property, style, spread. */
sealed interface ElementPart extends Part {

    @Override
    default List<Piece> pieces() {
        return List.of();
    }

    /** An attribute, a property that is also one, or a style. */
    final class Single implements ElementPart {
        private final Element element;
        private final String name;
        private final Fields fields;
        private @Nullable String value;

        /**
         * @param value what the element has now
         */
        Single(Element element, String name, @Nullable String value, Fields fields) {
            this.element = element;
            this.name = name;
            this.value = value;
            this.fields = fields;
        }

        @Override
        public void patch(JsonNode patch, Writes writes) {
            String next = Splice.attribute(patch, value);
            value = next;
            writes.add(() -> write(next));
        }

        private void write(@Nullable String next) {
            fields.overwrite(element, name);
            if (next == null) element.removeAttr(name);
            else element.attr(name, next);
        }
    }

    /** The text of a {@code textarea} or {@code title}, which is one property. */
    final class Whole implements ElementPart {
        private final Element element;
        private final Fields fields;
        private @Nullable String value;

        Whole(Element element, Fields fields) {
            this.element = element;
            this.fields = fields;
            this.value = text(element);
        }

        @Override
        public void patch(JsonNode patch, Writes writes) {
            String next = Splice.attribute(patch, value);
            value = next;
            writes.add(
                    () -> {
                        fields.overwrite(element, "value");
                        element.empty();
                        if (next != null && !next.isEmpty())
                            element.appendChild(new TextNode(next));
                    });
        }

        static String text(Element element) {
            StringBuilder text = new StringBuilder();
            element.textNodes().forEach(node -> text.append(node.getWholeText()));
            return text.toString();
        }
    }

    /** Several attributes. */
    final class Spread implements ElementPart {
        private final Element element;
        private Set<String> names;

        /**
         * @param names those that it has set
         */
        Spread(Element element, Set<String> names) {
            this.element = element;
            this.names = names;
        }

        @Override
        public void patch(JsonNode patch, Writes writes) {
            if (!patch.isObject())
                throw new Mismatch("The value of a spread is no object: " + patch);
            Map<String, String> next = new LinkedHashMap<>();
            patch.properties()
                    .forEach(
                            e ->
                                    next.put(
                                            e.getKey(),
                                            e.getValue().isBoolean()
                                                    ? ""
                                                    : e.getValue().asString()));
            Set<String> before = names;
            names = new LinkedHashSet<>(next.keySet());
            writes.add(
                    () -> {
                        before.forEach(element::removeAttr);
                        next.forEach(element::attr);
                    });
        }
    }

    /**
     * The names that a spread of this element may have set: all but the static ones and those of
     * other slots.
     */
    static Set<String> spreadNames(Element element, NodeDefinition.Tag tag) {
        Set<String> names = new LinkedHashSet<>();
        element.attributes().forEach(attribute -> names.add(attribute.getKey()));
        names.removeAll(tag.attributes().keySet());
        for (ElementSlot slot : tag.slots()) {
            switch (slot) {
                case ElementSlot.Attribute a -> names.remove(a.name());
                case ElementSlot.Property p -> names.remove(p.name());
                case ElementSlot.Style s -> names.remove("style");
                case ElementSlot.Spread s -> {}
                case ElementSlot.Event e -> {}
            }
        }
        return names;
    }
}
