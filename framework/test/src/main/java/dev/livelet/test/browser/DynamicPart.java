package dev.livelet.test.browser;

import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Node;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/** Dynamic Html: a marker, then nothing, a template's fragment, or trusted markup. */
final class DynamicPart implements Part.Range {

    /** What it holds. */
    sealed interface Held {
        List<Node> nodes();

        record Template(Piece piece) implements Held {
            @Override
            public List<Node> nodes() {
                return piece.nodes();
            }
        }

        /** Trusted markup, or nothing. The list is changed by commands. */
        record Markup(List<Node> nodes) implements Held {}
    }

    private final Comment marker;
    private final Namespaces.Space space;
    private final Builder builder;
    private Held held;
    private Held shown;

    DynamicPart(Comment marker, Held held, Namespaces.Space space, Builder builder) {
        this.marker = marker;
        this.space = space;
        this.builder = builder;
        this.held = held;
        this.shown = held;
    }

    @Override
    public void patch(JsonNode patch, Writes writes) {
        if (patch.isObject() && patch.has("p")) {
            if (!(held instanceof Held.Markup markup))
                throw new Mismatch("Commands for trusted markup where there is a template");
            TrustedTree.check(markup.nodes(), patch.get("p"), space);
            writes.add(
                    () -> {
                        List<Node> next = new ArrayList<>(markup.nodes());
                        TrustedTree.apply(next, patch.get("p"), space);
                        if (!next.equals(markup.nodes()))
                            Writes.replace(marker, List.copyOf(markup.nodes()), next);
                        markup.nodes().clear();
                        markup.nodes().addAll(next);
                    });
        } else if (patch.isArray() && !patch.isEmpty() && patch.get(0).asInt() >= 0) {
            if (!(held instanceof Held.Template template))
                throw new Mismatch("A patch " + patch + " where there is no template");
            template.piece().patch(patch, 0, writes);
        } else {
            Held next = builder.held(patch, space);
            held = next;
            writes.add(
                    () -> {
                        Writes.replace(marker, shown.nodes(), next.nodes());
                        shown = next;
                    });
        }
    }

    @Override
    public List<Node> nodes() {
        List<Node> nodes = new ArrayList<>();
        nodes.add(marker);
        nodes.addAll(shown.nodes());
        return nodes;
    }

    @Override
    public List<Piece> pieces() {
        return held instanceof Held.Template template ? List.of(template.piece()) : List.of();
    }
}
