package dev.livelet.test.browser;

import org.jsoup.nodes.Node;

import java.util.List;

/**
 * Something of a piece that stands among siblings: a fixed node, or a part that owns a range of
 * nodes.
 */
sealed interface Content permits Content.Fixed, Part.Range {

    /** Its nodes now, in document order. */
    List<Node> nodes();

    record Fixed(Node node) implements Content {
        @Override
        public List<Node> nodes() {
            return List.of(node);
        }
    }
}
