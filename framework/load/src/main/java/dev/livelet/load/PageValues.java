package dev.livelet.load;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a page shows, without a document: the values of all slots, kept by the patches. Confined to
 * the client's thread.
 */
public final class PageValues {
    private final Piece root;

    private PageValues(Piece root) {
        this.root = root;
    }

    /**
     * @param from where {@code template, full…} begins in the frame
     */
    static PageValues of(Definitions definitions, JsonNode frame, int from) {
        Piece root = new Piece(definitions, definitions.template(frame.get(from).asInt()));
        for (int i = 0; i < root.size(); i++) root.full(i, frame.get(from + 1 + i));
        return new PageValues(root);
    }

    void patch(JsonNode frame, int from) {
        root.patch(frame, from);
    }

    /** All texts and attributes that the server has computed, in the order of the markup. */
    public void forEach(Consumer<String> text) {
        root.forEach(text);
    }

    public List<String> texts() {
        List<String> texts = new ArrayList<>();
        forEach(texts::add);
        return texts;
    }

    /** The only text of this beginning, or null. */
    public @Nullable String startingWith(String beginning) {
        List<String> found = texts().stream().filter(t -> t.startsWith(beginning)).toList();
        if (found.size() > 1)
            throw new IllegalStateException("Several texts begin with " + beginning + ": " + found);
        return found.isEmpty() ? null : found.getFirst();
    }
}
