package dev.livelet.test.browser;

import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;

/**
 * One page as a browser holds it: the content of the live root, bound to its parts. Confined to one
 * thread.
 */
public final class PageModel {
    private final Definitions definitions;
    private final Fields fields = new Fields();
    private final Builder builder;
    private final Element root;
    private Piece piece;

    /**
     * Binds a first render.
     *
     * @param html the content of the live root
     * @param styles declarations by the value of {@code data-live-style}
     * @throws Mismatch when markup and definitions do not fit
     */
    public PageModel(
            Definitions definitions, int template, String html, Map<String, String> styles) {
        this.definitions = definitions;
        this.builder = new Builder(definitions, fields);
        Document document = Document.createShell("");
        document.outputSettings().prettyPrint(false);
        this.root = document.body().appendElement("div");
        root.appendChildren(Canonical.parse(html).childNodes());
        this.piece = new Binder(builder, styles).bind(root, definitions.get(template));
    }

    /**
     * Applies {@code slot, patch, …} from this index of a frame on; the pseudo-slot of effects is
     * skipped.
     */
    public void patch(JsonNode frame, int from) {
        Writes writes = new Writes();
        if ((frame.size() - from) % 2 != 0)
            throw new Mismatch("A slot without its patch in " + frame);
        for (int i = from; i < frame.size(); i += 2)
            if (frame.get(i).asInt() != -1)
                piece.part(frame.get(i).asInt()).patch(frame.get(i + 1), writes);
        writes.run();
    }

    /** Replaces everything by a full render: {@code id, full…} from this index of a frame on. */
    public void render(JsonNode frame, int from) {
        List<JsonNode> full = frame.valueStream().skip(from + 1).toList();
        Piece next =
                builder.piece(
                        definitions.get(frame.get(from).asInt()), full, Namespaces.Space.HTML);
        root.empty();
        root.appendChildren(next.nodes());
        piece = next;
    }

    public Element root() {
        return root;
    }

    public Fields fields() {
        return fields;
    }

    /** The bindings of an element's own events. */
    public List<EventPart> events(Element element) {
        return Path.events(piece).stream().filter(event -> event.element() == element).toList();
    }

    /** All bindings on the page. */
    public List<EventPart> events() {
        return Path.events(piece);
    }

    /** The paths of all parts, as a heal frame names them. */
    public List<List<Integer>> parts() {
        return Path.parts(piece);
    }

    /** The path by which the server knows a binding, or null when it is no longer on the page. */
    public @Nullable List<Integer> path(EventPart event) {
        return Path.of(event, piece);
    }

    /** The content of the live root without comments. */
    public String html() {
        Element copy = root.clone();
        copy.traverse((node, depth) -> {});
        copy.forEachNode(
                node -> {
                    if (node instanceof org.jsoup.nodes.Comment) node.remove();
                });
        return copy.html();
    }
}
