package dev.livelet.test.browser;

import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.List;

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

    /** Several attributes: a patch names those that change, null is absent. */
    record Spread(Element element) implements ElementPart {
        @Override
        public void patch(JsonNode patch, Writes writes) {
            if (!patch.isObject())
                throw new Mismatch("The value of a spread is no object: " + patch);
            writes.add(
                    () ->
                            patch.properties()
                                    .forEach(e -> write(element, e.getKey(), e.getValue())));
        }

        private static void write(Element element, String name, JsonNode value) {
            if (value.isNull()) element.removeAttr(name);
            else element.attr(name, value.isBoolean() ? "" : value.asString());
        }
    }
}
