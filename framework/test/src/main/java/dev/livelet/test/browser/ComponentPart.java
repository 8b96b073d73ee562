package dev.livelet.test.browser;

import org.jsoup.nodes.Node;

import tools.jackson.databind.JsonNode;

import java.util.List;

/** A component: its template's fragment, always there, nothing around it. */
final class ComponentPart implements Part.Range {
    private final Piece piece;

    ComponentPart(Piece piece) {
        this.piece = piece;
    }

    @Override
    public void patch(JsonNode patch, Writes writes) {
        if (!patch.isArray()) throw new Mismatch("The patch of a component is no array: " + patch);
        piece.patch(patch, 0, writes);
    }

    @Override
    public List<Node> nodes() {
        return piece.nodes();
    }

    @Override
    public List<Piece> pieces() {
        return List.of(piece);
    }
}
