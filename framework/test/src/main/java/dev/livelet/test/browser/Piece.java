package dev.livelet.test.browser;

import org.jsoup.nodes.Node;

import tools.jackson.databind.JsonNode;

import java.util.List;

/**
 * A fragment as it stands in the document.
 *
 * @param content what stands at its own level
 * @param parts its value slots by number
 * @param events its event bindings by number
 */
record Piece(List<Content> content, List<Part> parts, List<EventPart> events) {

    List<Node> nodes() {
        return content.stream().flatMap(item -> item.nodes().stream()).toList();
    }

    /** Resolves {@code slot, patch, …} from this index of the array on. */
    void patch(JsonNode flat, int from, Writes writes) {
        if ((flat.size() - from) % 2 != 0)
            throw new Mismatch("A slot without its patch in " + flat);
        for (int i = from; i < flat.size(); i += 2)
            part(flat.get(i).asInt(-1)).patch(flat.get(i + 1), writes);
    }

    Part part(int slot) {
        if (slot < 0 || slot >= parts.size())
            throw new Mismatch("There is no slot " + slot + ", only " + parts.size());
        return parts.get(slot);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
