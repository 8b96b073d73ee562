package dev.livelet.template;

import dev.livelet.TemplateException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether browsers build the tree that the compiler saw. The template is laid out with all its
 * components, their content, every branch once and every row twice; each element is held against
 * the {@link StructureRules}, which know the reasons, and then Jsoup's HTML parser reads the whole
 * and must give the same tree ({@link BrowserJudge}).
 */
final class BrowserTree {
    /**
     * Beyond this many elements components are no longer laid out: each was checked when it was
     * compiled.
     */
    private static final int LIMIT = 20_000;

    /**
     * An element or text.
     *
     * @param tag "" for text
     * @param use the place in the template that is checked: of the node itself, or of the component
     *     that brings it
     * @param own the place where it is written
     */
    record Node(
            String tag,
            Names.Space space,
            Map<String, String> attributes,
            List<Node> children,
            Source use,
            Source own,
            String component) {
        /** An element around something, wherever it is written. */
        static Node open(String tag, Names.Space space, Map<String, String> attributes) {
            Source nowhere = new Source("", 1, 1, "");
            return new Node(tag, space, attributes, List.of(), nowhere, nowhere, "");
        }

        boolean isText() {
            return tag.isEmpty();
        }
    }

    /** Content with the place where it was given. */
    private record Given(List<Outline> nodes, Inside inside) {}

    /**
     * What is laid out, seen from a template.
     *
     * @param use where the template that is checked brings this one; null for itself
     */
    private record Inside(@Nullable Source use, String component, Map<String, Given> contents) {}

    private final SourceText source;
    private final Map<CompiledTemplate<?>, Integer> stack = new HashMap<>();
    private final Set<String> laidOut = new HashSet<>();
    private int size;

    private BrowserTree(SourceText source) {
        this.source = source;
    }

    /**
     * @throws TemplateException at the element that browsers would put elsewhere, with the reason
     */
    static void check(SourceText source, List<Outline> outline) {
        BrowserTree tree = new BrowserTree(source);
        List<Node> nodes = new ArrayList<>();
        tree.lay(outline, new Inside(null, "", Map.of()), "", nodes);
        Node root = root(nodes, source);
        tree.rules(root, new ArrayList<>());
        BrowserJudge.Finding finding = BrowserJudge.compare(root);
        if (finding != null) throw tree.error(finding.node(), finding.reason());
    }

    /** What is wrong where a template stands in these elements; "" for nothing. */
    static String misfit(CompiledTemplate<?> template, List<Node> open) {
        BrowserTree tree = new BrowserTree(template.source());
        List<Node> nodes = new ArrayList<>();
        tree.lay(template.outline(), new Inside(null, "", Map.of()), "", nodes);
        try {
            Node parent = open.getLast();
            List<Node> around = new ArrayList<>(open.subList(0, open.size() - 1));
            tree.rules(
                    new Node(
                            parent.tag,
                            parent.space,
                            parent.attributes,
                            nodes,
                            parent.use,
                            parent.own,
                            ""),
                    around);
            return "";
        } catch (TemplateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** The element around a template with these nodes. */
    static Node around(List<Markup> nodes) {
        for (Markup node : nodes) {
            if (!(node instanceof Markup.Element element) || element.isComponent()) continue;
            if (element.tag().equals("template")) return around(element.children());
            boolean svg = element.space() == Names.Space.SVG && !element.tag().equals("svg");
            if (svg) return Node.open("svg", Names.Space.SVG, Map.of());
            String tag = StructureRules.context(element.tag()).getLast();
            return Node.open(tag, Names.Space.HTML, Map.of());
        }
        return Node.open("div", Names.Space.HTML, Map.of());
    }

    /**
     * The innermost element that a template with these roots must stand in, as the parent of its
     * nodes.
     */
    private static Node root(List<Node> nodes, SourceText source) {
        Source start = source.source(0, 0);
        Node first = nodes.stream().filter(node -> !node.isText()).findFirst().orElse(null);
        boolean svg =
                first != null && first.space() == Names.Space.SVG && !first.tag().equals("svg");
        if (svg) return new Node("svg", Names.Space.SVG, Map.of(), nodes, start, start, "");
        List<String> context = first == null ? List.of("div") : StructureRules.context(first.tag());
        return new Node(context.getLast(), Names.Space.HTML, Map.of(), nodes, start, start, "");
    }

    private void lay(List<Outline> outline, Inside inside, String path, List<Node> into) {
        for (Outline node : outline) {
            Source use = inside.use == null ? node.source() : inside.use;
            switch (node) {
                case Outline.Words words ->
                        into.add(
                                new Node(
                                        "",
                                        Names.Space.HTML,
                                        Map.of(),
                                        List.of(),
                                        use,
                                        words.source(),
                                        inside.component));
                case Outline.Group group -> lay(group.children(), inside, path, into);
                case Outline.Tag tag -> {
                    size++;
                    List<Node> children = new ArrayList<>();
                    lay(tag.children(), inside, path + "/" + tag.tag(), children);
                    into.add(
                            new Node(
                                    tag.tag(),
                                    tag.space(),
                                    tag.attributes(),
                                    children,
                                    use,
                                    tag.source(),
                                    inside.component));
                }
                case Outline.Use component -> lay(component, inside, path, use, into);
                case Outline.Content content -> {
                    Given given = inside.contents.get(content.name());
                    if (given != null) lay(given.nodes, given.inside, path, into);
                }
            }
        }
    }

    private void lay(
            Outline.Use component, Inside inside, String path, Source use, List<Node> into) {
        CompiledTemplate<?> template = component.template().now();
        if (template == null || size > LIMIT || stack.getOrDefault(template, 0) >= 2) return;
        boolean known =
                component.contents().isEmpty()
                        && inside.use != null
                        && !laidOut.add(template.id() + path);
        if (known) return;
        Map<String, Given> contents = new HashMap<>();
        component.contents().forEach((name, nodes) -> contents.put(name, new Given(nodes, inside)));
        String name = inside.use == null ? component.name() : inside.component;
        stack.merge(template, 1, Integer::sum);
        lay(template.outline(), new Inside(use, name, contents), path, into);
        stack.merge(template, -1, Integer::sum);
    }

    private void rules(Node parent, List<Node> open) {
        open.add(parent);
        for (Node child : parent.children) {
            String reason =
                    child.isText()
                            ? StructureRules.text(open)
                            : StructureRules.element(child, open);
            if (reason != null) throw error(child, reason);
            if (!child.isText()) rules(child, open);
        }
        open.removeLast();
    }

    private TemplateException error(Node node, String reason) {
        int offset = 0;
        for (int line = 1; line < node.use.line(); line++)
            offset = source.text().indexOf('\n', offset) + 1;
        String from =
                node.component.isEmpty()
                        ? ""
                        : "<" + node.component + "> brings " + place(node) + ". ";
        return source.error(offset + node.use.column() - 1, from + reason);
    }

    private static String place(Node node) {
        String what = node.isText() ? "text" : "<" + node.tag + ">";
        return what
                + " ("
                + node.own.template()
                + ":"
                + node.own.line()
                + ":"
                + node.own.column()
                + ")";
    }
}
