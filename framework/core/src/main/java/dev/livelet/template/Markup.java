package dev.livelet.template;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A template's tree as it is written. Every node knows its offset in the source. */
sealed interface Markup {
    int offset();

    /** Static text, decoded. */
    record Text(int offset, int end, String text) implements Part {}

    /** An expression in braces, in text or in an attribute's value. */
    record Hole(int offset, int end, Code code) implements Part {}

    /**
     * An element, a component (its tag begins with an upper-case letter) or content for a component
     * (its tag begins with a colon).
     *
     * @param end after the start tag
     * @param space the namespace; HTML for components
     */
    record Element(
            int offset,
            int end,
            String tag,
            Names.Space space,
            List<Attribute> attributes,
            List<Markup> children)
            implements Markup {

        boolean isComponent() {
            return Character.isUpperCase(tag.charAt(0));
        }

        boolean isContent() {
            return tag.charAt(0) == ':';
        }

        /** The attribute of this name, as it is written. */
        @Nullable Attribute attribute(String name) {
            for (Attribute attribute : attributes)
                if (attribute.name().equals(name)) return attribute;
            return null;
        }
    }

    /** An expression's source. */
    record Code(int offset, String source) {}

    /** A piece of an attribute's value or of the text in a textarea. */
    sealed interface Part extends Markup permits Text, Hole {}

    /**
     * An attribute as it is written; the name of a spread is {@code "..."}.
     *
     * @param end after the attribute
     */
    record Attribute(int offset, int end, String name, Value value) {}

    /** What stands after an attribute's name. */
    sealed interface Value {
        /** Nothing: {@code disabled}. */
        record Bare() implements Value {}

        /** Text: {@code class="a"}. */
        record Constant(int offset, String text) implements Value {}

        /** An expression: {@code class={a}}, or a spread. */
        record Computed(Code code) implements Value {}

        /** Text and expressions: {@code class="a {b}"}. */
        record Mixed(int offset, List<Part> parts) implements Value {}
    }
}
