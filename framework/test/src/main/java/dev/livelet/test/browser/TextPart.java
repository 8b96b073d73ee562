package dev.livelet.test.browser;

import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

import tools.jackson.databind.JsonNode;

import java.util.List;

/** A text slot: one text node of its own, also while it is empty. */
final class TextPart implements Part.Range {
    private final TextNode node;
    private String value;

    TextPart(TextNode node) {
        this.node = node;
        this.value = node.getWholeText();
    }

    @Override
    public void patch(JsonNode patch, Writes writes) {
        String next = Splice.text(patch, value);
        value = next;
        writes.add(() -> node.text(next));
    }

    @Override
    public List<Node> nodes() {
        return List.of(node);
    }

    @Override
    public List<Piece> pieces() {
        return List.of();
    }
}
