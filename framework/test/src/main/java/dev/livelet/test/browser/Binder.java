package dev.livelet.test.browser;

import dev.livelet.test.browser.NodeDefinition.ElementSlot;

import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds the parts in rendered HTML by walking definition and document in lockstep. Unlike the
 * browser it forgives nothing: what does not fit is a mistake of the server.
 */
final class Binder {
    private final Builder builder;
    private final Map<String, String> styles;

    /**
     * @param styles declarations by the value of {@code data-live-style}
     */
    Binder(Builder builder, Map<String, String> styles) {
        this.builder = builder;
        this.styles = styles;
    }

    /** Binds all of an element's children. */
    Piece bind(Element root, FragmentDefinition fragment) {
        Cursor cursor = new Cursor(root);
        Piece piece = piece(fragment, cursor);
        cursor.end();
        return piece;
    }

    private Piece piece(FragmentDefinition fragment, Cursor cursor) {
        Walk walk = new Walk();
        List<Content> contents = new ArrayList<>();
        walk.contents(fragment.nodes(), cursor, contents);
        return new Piece(List.copyOf(contents), List.copyOf(walk.parts), List.copyOf(walk.events));
    }

    /** The binding of one fragment. */
    private final class Walk {
        private final List<Part> parts = new ArrayList<>();
        private final List<EventPart> events = new ArrayList<>();

        void contents(List<NodeDefinition> nodes, Cursor cursor, List<Content> into) {
            for (NodeDefinition node : nodes) into.add(content(node, cursor));
        }

        private Content content(NodeDefinition node, Cursor cursor) {
            return switch (node) {
                case NodeDefinition.Text text -> new Content.Fixed(cursor.text(text.text()));
                case NodeDefinition.Separator separator -> new Content.Fixed(cursor.separator());
                case NodeDefinition.Tag tag ->
                        new Content.Fixed(element(tag, cursor.element(tag.name())));
                case NodeDefinition.TextSlot slot -> kept(new TextPart(cursor.textOrNew()));
                case NodeDefinition.Conditional conditional ->
                        kept(conditional(conditional, cursor));
                case NodeDefinition.Rows rows -> kept(list(rows, cursor));
                case NodeDefinition.Component component ->
                        kept(
                                new ComponentPart(
                                        piece(
                                                builder.definitions().get(component.template()),
                                                cursor)));
                case NodeDefinition.Dynamic dynamic -> kept(dynamic(cursor));
            };
        }

        private <P extends Part> P kept(P part) {
            parts.add(part);
            return part;
        }

        private Element element(NodeDefinition.Tag tag, Element element) {
            tag.attributes()
                    .forEach(
                            (name, value) -> {
                                if (!element.hasAttr(name) || !element.attr(name).equals(value))
                                    throw new Mismatch(
                                            "Expected "
                                                    + name
                                                    + "=\""
                                                    + value
                                                    + "\" on "
                                                    + element.cssSelector());
                            });
            style(tag, element);
            for (ElementSlot slot : tag.slots()) {
                if (slot instanceof ElementSlot.Event event)
                    events.add(new EventPart(element, event.type(), event.modifiers()));
                else parts.add(Builder.part(element, slot, builder.fields()));
            }
            Cursor inside = new Cursor(element);
            if (tag.name().equals("form")) inside.skipToken();
            boolean wholeText =
                    tag.slots().stream().anyMatch(s -> s instanceof ElementSlot.Property)
                            && (tag.name().equals("textarea") || tag.name().equals("title"));
            if (wholeText) return element;
            List<Content> children = new ArrayList<>();
            contents(tag.children(), inside, children);
            inside.end();
            return element;
        }

        private void style(NodeDefinition.Tag tag, Element element) {
            String key = element.attr("data-live-style");
            if (key.isEmpty()) return;
            if (!tag.slots().contains(new ElementSlot.Style()))
                throw new Mismatch("data-live-style without a style slot on " + tag);
            String declarations = styles.get(key);
            if (declarations == null)
                throw new Mismatch(
                        "No rule for data-live-style=\"" + key + "\" in " + styles.keySet());
            element.removeAttr("data-live-style");
            element.attr("style", declarations);
        }
    }

    private ConditionalPart conditional(NodeDefinition.Conditional definition, Cursor cursor) {
        Comment marker = cursor.marker();
        int branch = number(marker, marker.getData());
        if (branch > definition.branches().size())
            throw new Mismatch("No branch " + branch + " of " + definition.branches().size());
        Piece piece = branch == 0 ? null : piece(definition.branches().get(branch - 1), cursor);
        return new ConditionalPart(marker, definition, piece, cursor.space(), builder);
    }

    private ListPart list(NodeDefinition.Rows definition, Cursor cursor) {
        Comment marker = cursor.marker();
        int count = number(marker, marker.getData());
        List<Piece> rows = new ArrayList<>();
        List<Comment> separators = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (i > 0 && definition.separated()) separators.add(cursor.separator());
            rows.add(piece(definition.row(), cursor));
        }
        return new ListPart(marker, definition, rows, separators, cursor.space(), builder);
    }

    private DynamicPart dynamic(Cursor cursor) {
        Comment marker = cursor.marker();
        DynamicPart.Held held;
        if (marker.getData().startsWith("t")) {
            int id = number(marker, marker.getData().substring(1));
            held = new DynamicPart.Held.Template(piece(builder.definitions().get(id), cursor));
        } else {
            List<Node> nodes = new ArrayList<>();
            for (int n = number(marker, marker.getData()); n > 0; n--) nodes.add(cursor.any());
            held = new DynamicPart.Held.Markup(nodes);
        }
        return new DynamicPart(marker, held, cursor.space(), builder);
    }

    private static int number(Comment marker, String digits) {
        if (!digits.matches("[0-9]{1,10}"))
            throw new Mismatch(
                    "Expected a marker with a number, found <!--" + marker.getData() + "-->");
        return Integer.parseInt(digits);
    }

    /** A place among the children of an element. */
    private static final class Cursor {
        private final Element parent;
        private @Nullable Node next;

        Cursor(Element parent) {
            this.parent = parent;
            this.next = parent.childNodeSize() == 0 ? null : parent.childNode(0);
        }

        Namespaces.Space space() {
            return Namespaces.inside(parent);
        }

        Node any() {
            Node node = next;
            if (node == null) throw expected("a node");
            next = node.nextSibling();
            return node;
        }

        TextNode text(String expected) {
            if (!(next instanceof TextNode text) || !text.getWholeText().equals(expected))
                throw expected("the text '" + expected + "'");
            any();
            return text;
        }

        TextNode textOrNew() {
            if (next instanceof TextNode text) {
                any();
                return text;
            }
            TextNode made = new TextNode("");
            if (next == null) parent.appendChild(made);
            else next.before(made);
            return made;
        }

        Comment separator() {
            Comment comment = marker();
            if (!comment.getData().isEmpty())
                throw new Mismatch("Expected a separator, found <!--" + comment.getData() + "-->");
            return comment;
        }

        Comment marker() {
            if (!(next instanceof Comment comment)) throw expected("a marker");
            any();
            return comment;
        }

        Element element(String name) {
            if (!(next instanceof Element element) || !element.tagName().equals(name))
                throw expected("<" + name + ">");
            any();
            return element;
        }

        void skipToken() {
            if (next instanceof Element element
                    && element.tagName().equals("input")
                    && element.attr("name").equals("_livelet")) any();
        }

        void end() {
            if (next != null) throw expected("the end of <" + parent.tagName() + ">");
        }

        private Mismatch expected(String what) {
            String found =
                    next == null
                            ? "the end"
                            : next instanceof TextNode text
                                    ? "the text '" + text.getWholeText() + "'"
                                    : next.outerHtml();
            return new Mismatch(
                    "Expected " + what + " in <" + parent.tagName() + ">, found " + found);
        }
    }
}
