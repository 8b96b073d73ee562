package dev.livelet.test.browser;

import java.util.List;
import java.util.Map;

/** A node of a definition's tree. */
sealed interface NodeDefinition {
    record Text(String text) implements NodeDefinition {}

    /** An empty comment that keeps two texts apart. */
    record Separator() implements NodeDefinition {}

    record Tag(
            String name,
            Map<String, String> attributes,
            List<ElementSlot> slots,
            List<NodeDefinition> children)
            implements NodeDefinition {}

    record TextSlot() implements NodeDefinition {}

    /**
     * @param branches branch k of the protocol is at k - 1
     */
    record Conditional(List<FragmentDefinition> branches) implements NodeDefinition {}

    record Rows(FragmentDefinition row, boolean separated) implements NodeDefinition {}

    record Component(int template) implements NodeDefinition {}

    record Dynamic() implements NodeDefinition {}

    /** A slot of an element. Only an {@link Event} has no value. */
    sealed interface ElementSlot {
        record Attribute(String name) implements ElementSlot {}

        record Property(String name) implements ElementSlot {}

        record Style() implements ElementSlot {}

        record Spread() implements ElementSlot {}

        record Event(String type, Modifiers modifiers) implements ElementSlot {}
    }
}
