package dev.livelet.test.browser;

import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/** Trusted markup as trees, and the commands on it. */
final class TrustedTree {
    private TrustedTree() {}

    static List<Node> nodes(JsonNode trees, Namespaces.Space space) {
        List<Node> nodes = new ArrayList<>();
        for (JsonNode tree : trees) nodes.add(node(tree, space));
        return nodes;
    }

    private static Node node(JsonNode tree, Namespaces.Space space) {
        if (tree.isString()) return new TextNode(tree.stringValue());
        String name = tree.get(0).stringValue();
        Element element = Namespaces.element(name, space);
        if (tree.get(1).isObject())
            tree.get(1)
                    .properties()
                    .forEach(e -> element.attr(e.getKey(), e.getValue().asString()));
        Namespaces.Space inside = Namespaces.inside(element);
        for (int i = 2; i < tree.size(); i++) element.appendChild(node(tree.get(i), inside));
        return element;
    }

    /** Throws where {@link #apply} would, and changes nothing. */
    static void check(List<Node> nodes, JsonNode commands, Namespaces.Space space) {
        List<Node> copies = new ArrayList<>();
        for (Node node : nodes) copies.add(node.clone());
        apply(copies, commands, space);
    }

    /** Applies commands to a list of siblings; the caller puts the list into the document. */
    static void apply(List<Node> nodes, JsonNode commands, Namespaces.Space space) {
        int i = 0;
        while (i < commands.size()) {
            int at = commands.get(i + 1).asInt(-1);
            int code = commands.get(i).asInt(-1);
            if (at < 0 || at > nodes.size() || (code != 1 && at >= nodes.size()))
                throw new Mismatch("No node " + at + " of " + nodes.size() + " in " + commands);
            JsonNode argument = commands.get(i + 2);
            switch (code) {
                case 0 -> {
                    List<Node> gone = new ArrayList<>(nodes.subList(at, at + argument.asInt()));
                    nodes.subList(at, at + argument.asInt()).clear();
                    gone.forEach(Node::remove);
                }
                case 1 -> nodes.addAll(at, nodes(argument, space));
                case 2 -> nodes.add(argument.asInt(), nodes.remove(at));
                case 3 -> text(nodes.get(at)).text(argument.stringValue());
                case 4 -> attributes(element(nodes.get(at)), argument);
                case 5 -> descend(element(nodes.get(at)), argument);
                default ->
                        throw new Mismatch(
                                "No command " + code + " for trusted markup in " + commands);
            }
            i += 3;
        }
    }

    private static void descend(Element element, JsonNode commands) {
        List<Node> children = new ArrayList<>(element.childNodes());
        List<Node> before = List.copyOf(children);
        apply(children, commands, Namespaces.inside(element));
        if (before.equals(children)) return;
        for (Node child : new ArrayList<>(element.childNodes()).reversed()) child.remove();
        element.insertChildren(0, children);
    }

    private static void attributes(Element element, JsonNode changes) {
        changes.properties()
                .forEach(
                        change -> {
                            if (change.getValue().isNull()) element.removeAttr(change.getKey());
                            else element.attr(change.getKey(), change.getValue().asString());
                        });
    }

    private static TextNode text(Node node) {
        if (node instanceof TextNode text) return text;
        throw new Mismatch("Expected a text in trusted markup, found " + node.nodeName());
    }

    private static Element element(Node node) {
        if (node instanceof Element element) return element;
        throw new Mismatch("Expected an element in trusted markup, found " + node.nodeName());
    }
}
