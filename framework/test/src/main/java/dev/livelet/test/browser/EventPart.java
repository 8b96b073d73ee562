package dev.livelet.test.browser;

import org.jsoup.nodes.Element;

/** An event binding on the page. */
public record EventPart(Element element, String type, Modifiers modifiers) {
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
