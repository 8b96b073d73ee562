package dev.livelet.template;

import java.util.List;
import java.util.Map;

/**
 * A node of trusted markup. Names of SVG and MathML keep their case; the namespace follows from the
 * nearest {@code svg} or {@code math}.
 */
public sealed interface TrustedNode {

    /**
     * @param text never empty; two never stand side by side
     */
    record Text(String text) implements TrustedNode {}

    /**
     * @param attributes in the order of the markup
     */
    record Element(String tag, Map<String, String> attributes, List<TrustedNode> children)
            implements TrustedNode {}
}
