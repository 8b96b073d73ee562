package dev.livelet.test.browser;

import tools.jackson.databind.JsonNode;

import java.util.List;

/** A slot of a template in this page's document. */
sealed interface Part permits Part.Range, ElementPart {

    /**
     * Checks a patch of the protocol and resolves what it names; what it changes in the document
     * goes into {@code writes}.
     *
     * @throws Mismatch when it cannot be applied; then nothing was written
     */
    void patch(JsonNode patch, Writes writes);

    /**
     * The pieces in it, by the numbers that follow this part's in a path; a number for rows only.
     */
    List<Piece> pieces();

    /** A part among the children of an element. */
    sealed interface Range extends Part, Content
            permits TextPart, ConditionalPart, ListPart, ComponentPart, DynamicPart {}
}
