package dev.livelet.test.browser;

import dev.livelet.test.browser.NodeDefinition.Conditional;

import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Node;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/** A conditional: a marker, then the nodes of the branch that holds, if any. */
final class ConditionalPart implements Part.Range {
    private final Comment marker;
    private final Conditional definition;
    private final Namespaces.Space space;
    private final Builder builder;
    private @Nullable Piece branch;
    private @Nullable Piece shown;

    ConditionalPart(
            Comment marker,
            Conditional definition,
            @Nullable Piece branch,
            Namespaces.Space space,
            Builder builder) {
        this.marker = marker;
        this.definition = definition;
        this.space = space;
        this.builder = builder;
        this.branch = branch;
        this.shown = branch;
    }

    @Override
    public void patch(JsonNode patch, Writes writes) {
        if (patch.isArray() && !patch.isEmpty() && patch.get(0).asInt() >= 0) {
            if (branch == null)
                throw new Mismatch("A patch " + patch + " inside a conditional that shows nothing");
            branch.patch(patch, 0, writes);
            return;
        }
        Piece next = builder.branch(definition, patch, space);
        branch = next;
        writes.add(
                () -> {
                    Writes.replace(marker, content(), next == null ? List.of() : next.nodes());
                    shown = next;
                });
    }

    private List<Node> content() {
        return shown == null ? List.of() : shown.nodes();
    }

    @Override
    public List<Node> nodes() {
        List<Node> nodes = new ArrayList<>();
        nodes.add(marker);
        nodes.addAll(content());
        return nodes;
    }

    @Override
    public List<Piece> pieces() {
        return branch == null ? List.of() : List.of(branch);
    }
}
