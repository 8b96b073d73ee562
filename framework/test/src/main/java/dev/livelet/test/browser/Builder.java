package dev.livelet.test.browser;

import dev.livelet.test.browser.NodeDefinition.Conditional;
import dev.livelet.test.browser.NodeDefinition.ElementSlot;

import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Makes new pieces out of definitions and full values; they stand nowhere yet. */
final class Builder {
    private final Definitions definitions;
    private final Fields fields;

    Builder(Definitions definitions, Fields fields) {
        this.definitions = definitions;
        this.fields = fields;
    }

    Definitions definitions() {
        return definitions;
    }

    Fields fields() {
        return fields;
    }

    /** How many value slots a fragment has. */
    static int slots(FragmentDefinition fragment) {
        return slots(fragment.nodes());
    }

    private static int slots(List<NodeDefinition> nodes) {
        int count = 0;
        for (NodeDefinition node : nodes) {
            switch (node) {
                case NodeDefinition.Text t -> {}
                case NodeDefinition.Separator s -> {}
                case NodeDefinition.Tag tag -> {
                    for (ElementSlot slot : tag.slots())
                        if (!(slot instanceof ElementSlot.Event)) count++;
                    count += slots(tag.children());
                }
                default -> count++;
            }
        }
        return count;
    }

    Piece piece(FragmentDefinition fragment, List<JsonNode> values, Namespaces.Space space) {
        if (values.size() != slots(fragment))
            throw new Mismatch(
                    values.size() + " values for " + slots(fragment) + " slots: " + values);
        Assembly assembly = new Assembly(values.iterator());
        List<Content> content = assembly.contents(fragment.nodes(), space);
        return new Piece(
                List.copyOf(content), List.copyOf(assembly.parts), List.copyOf(assembly.events));
    }

    /** A branch from {@code [-b, full…]}, or null from {@code 0}. */
    @Nullable Piece branch(Conditional definition, JsonNode value, Namespaces.Space space) {
        if (value.isInt() && value.intValue() == 0) return null;
        int branch = -head(value);
        if (branch < 1 || branch > definition.branches().size())
            throw new Mismatch(
                    "No branch "
                            + branch
                            + " out of "
                            + definition.branches().size()
                            + " in "
                            + value);
        return piece(definition.branches().get(branch - 1), tail(value), space);
    }

    /** What a dynamic slot holds, from its full value. */
    DynamicPart.Held held(JsonNode value, Namespaces.Space space) {
        if (value.isInt() && value.intValue() == 0)
            return new DynamicPart.Held.Markup(new ArrayList<>());
        if (value.isObject() && value.has("h"))
            return new DynamicPart.Held.Markup(TrustedTree.nodes(value.get("h"), space));
        int id = -head(value);
        return new DynamicPart.Held.Template(piece(definitions.get(id), tail(value), space));
    }

    /** New rows from columns that begin at {@code from}. */
    List<Piece> rows(
            FragmentDefinition row, int count, JsonNode flat, int from, Namespaces.Space space) {
        int slots = slots(row);
        if (count > 0 && flat.size() < from + slots)
            throw new Mismatch("Too few columns for " + slots + " slots in " + flat);
        List<Piece> rows = new ArrayList<>();
        for (int r = 0; r < count; r++) {
            List<JsonNode> values = new ArrayList<>();
            for (int s = 0; s < slots; s++) values.add(Columns.value(flat.get(from + s), r, count));
            rows.add(piece(row, values, space));
        }
        return rows;
    }

    private static int head(JsonNode value) {
        if (!value.isArray() || value.isEmpty()) throw new Mismatch("No full value: " + value);
        return value.get(0).asInt(0);
    }

    static List<JsonNode> tail(JsonNode value) {
        return value.valueStream().skip(1).toList();
    }

    /** The building of one fragment: takes its values one by one, in document order. */
    private final class Assembly {
        private final Iterator<JsonNode> values;
        private final List<Part> parts = new ArrayList<>();
        private final List<EventPart> events = new ArrayList<>();

        Assembly(Iterator<JsonNode> values) {
            this.values = values;
        }

        List<Content> contents(List<NodeDefinition> nodes, Namespaces.Space space) {
            List<Content> contents = new ArrayList<>();
            for (NodeDefinition node : nodes) contents.add(content(node, space));
            return contents;
        }

        private Content content(NodeDefinition node, Namespaces.Space space) {
            return switch (node) {
                case NodeDefinition.Text text -> new Content.Fixed(new TextNode(text.text()));
                case NodeDefinition.Separator separator -> new Content.Fixed(new Comment(""));
                case NodeDefinition.Tag tag -> new Content.Fixed(element(tag, space));
                case NodeDefinition.TextSlot slot ->
                        kept(new TextPart(new TextNode(Splice.text(values.next(), null))));
                case NodeDefinition.Conditional conditional -> {
                    Piece branch = branch(conditional, values.next(), space);
                    yield kept(
                            new ConditionalPart(
                                    new Comment("if"), conditional, branch, space, Builder.this));
                }
                case NodeDefinition.Rows rows -> kept(list(rows, values.next(), space));
                case NodeDefinition.Component component -> {
                    List<JsonNode> full = values.next().valueStream().toList();
                    yield kept(
                            new ComponentPart(
                                    piece(definitions.get(component.template()), full, space)));
                }
                case NodeDefinition.Dynamic dynamic ->
                        kept(
                                new DynamicPart(
                                        new Comment("html"),
                                        held(values.next(), space),
                                        space,
                                        Builder.this));
            };
        }

        private ListPart list(
                NodeDefinition.Rows definition, JsonNode value, Namespaces.Space space) {
            int count = head(value);
            if (count < 0 || (count > 0 && value.size() != 1 + slots(definition.row())))
                throw new Mismatch("No full list: " + value);
            List<Comment> separators = new ArrayList<>();
            if (definition.separated())
                for (int i = 1; i < count; i++) separators.add(new Comment(""));
            List<Piece> made = rows(definition.row(), count, value, 1, space);
            return new ListPart(
                    new Comment("for"), definition, made, separators, space, Builder.this);
        }

        private <P extends Part> P kept(P part) {
            parts.add(part);
            return part;
        }

        private Element element(NodeDefinition.Tag tag, Namespaces.Space space) {
            Element element = Namespaces.element(tag.name(), space);
            tag.attributes().forEach(element::attr);
            Writes writes = new Writes();
            for (ElementSlot slot : tag.slots()) {
                if (slot instanceof ElementSlot.Event event) {
                    events.add(new EventPart(element, event.type(), event.modifiers()));
                    continue;
                }
                JsonNode value = values.next();
                Part part = part(element, slot, fields);
                part.patch(
                        value.isNull()
                                ? NullNode.getInstance()
                                : value.isArray() ? noSplice(value) : value,
                        writes);
                parts.add(part);
            }
            writes.run();
            for (Content content : contents(tag.children(), Namespaces.inside(element)))
                for (Node node : content.nodes()) element.appendChild(node);
            return element;
        }

        private static StringNode noSplice(JsonNode value) {
            throw new Mismatch("A splice where there is nothing yet: " + value);
        }
    }

    /** The part of an element's slot, as the element is now. */
    static Part part(Element element, ElementSlot slot, Fields fields) {
        return switch (slot) {
            case ElementSlot.Attribute a ->
                    new ElementPart.Single(element, a.name(), attribute(element, a.name()), fields);
            case ElementSlot.Property p when whole(element) ->
                    new ElementPart.Whole(element, fields);
            case ElementSlot.Property p ->
                    new ElementPart.Single(element, p.name(), attribute(element, p.name()), fields);
            case ElementSlot.Style s ->
                    new ElementPart.Single(element, "style", attribute(element, "style"), fields);
            case ElementSlot.Spread s -> new ElementPart.Spread(element);
            case ElementSlot.Event e -> throw new IllegalArgumentException("An event has no value");
        };
    }

    private static boolean whole(Element element) {
        return element.tagName().equals("textarea") || element.tagName().equals("title");
    }

    private static @Nullable String attribute(Element element, String name) {
        return element.hasAttr(name) ? element.attr(name) : null;
    }
}
