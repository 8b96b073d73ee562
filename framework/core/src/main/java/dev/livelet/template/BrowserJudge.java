package dev.livelet.template;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Has Jsoup's HTML parser read a laid-out template, and compares its tree with the one that was
 * meant.
 */
final class BrowserJudge {
    private static final String NUMBER = "data-n";

    /** Where the trees part. */
    record Finding(BrowserTree.Node node, String reason) {}

    private final List<BrowserTree.Node> numbered = new ArrayList<>();
    private final Map<BrowserTree.Node, Integer> numbers = new IdentityHashMap<>();
    private final StringBuilder html = new StringBuilder();

    private BrowserJudge() {}

    static @Nullable Finding compare(BrowserTree.Node root) {
        BrowserJudge judge = new BrowserJudge();
        List<String> context =
                root.space() == Names.Space.SVG ? List.of("svg") : around(root.tag());
        judge.html.append("<!doctype html><html><head></head><body>");
        for (String tag : context.subList(0, context.size() - 1))
            judge.html.append('<').append(tag).append('>');
        judge.write(root);
        for (String tag : context.subList(0, context.size() - 1).reversed())
            judge.html.append("</").append(tag).append('>');
        Document document = Jsoup.parse(judge.html.append("</body></html>").toString());
        Element found = document.selectFirst("[" + NUMBER + "=0]");
        return found == null ? new Finding(root, "browsers drop it") : judge.compare(root, found);
    }

    private static List<String> around(String innermost) {
        return switch (innermost) {
            case "colgroup" -> List.of("table", "colgroup");
            case "tbody" -> List.of("table", "tbody");
            case "tr" -> List.of("table", "tbody", "tr");
            default -> List.of(innermost);
        };
    }

    private void write(BrowserTree.Node node) {
        html.append('<')
                .append(node.tag())
                .append(' ')
                .append(NUMBER)
                .append("=\"")
                .append(numbered.size())
                .append('"');
        numbers.put(node, numbered.size());
        numbered.add(node);
        node.attributes()
                .forEach(
                        (name, value) -> {
                            html.append(' ').append(name).append("=\"");
                            Escape.attribute(value, html);
                            html.append('"');
                        });
        html.append('>');
        if (node.space() == Names.Space.HTML && Names.VOID.contains(node.tag())) return;
        for (BrowserTree.Node child : node.children()) {
            if (child.isText()) html.append("<!---->x");
            else write(child);
        }
        html.append("</").append(node.tag()).append('>');
    }

    private @Nullable Finding compare(BrowserTree.Node meant, Element found) {
        if (!meant.tag().equals(found.tagName()))
            return new Finding(
                    meant, "browsers read <" + meant.tag() + "> as <" + found.tagName() + ">");
        if (!meant.space().uri.equals(found.tag().namespace()))
            return new Finding(
                    meant,
                    "browsers take <" + meant.tag() + "> for an element of another kind here");
        List<BrowserTree.Node> children = merged(meant.children());
        List<org.jsoup.nodes.Node> actual = new ArrayList<>();
        for (org.jsoup.nodes.Node node : found.childNodes()) {
            boolean text = node instanceof TextNode;
            boolean again = text && !actual.isEmpty() && actual.getLast() instanceof TextNode;
            if ((text && !again) || node instanceof Element) actual.add(node);
        }
        for (int i = 0; i < children.size() || i < actual.size(); i++) {
            Finding finding =
                    i >= children.size()
                            ? extra(meant, actual.get(i))
                            : one(children.get(i), i < actual.size() ? actual.get(i) : null, meant);
            if (finding != null) return finding;
        }
        return null;
    }

    private static List<BrowserTree.Node> merged(List<BrowserTree.Node> nodes) {
        List<BrowserTree.Node> merged = new ArrayList<>();
        for (BrowserTree.Node node : nodes) {
            if (!node.isText() || merged.isEmpty() || !merged.getLast().isText()) merged.add(node);
        }
        return merged;
    }

    private @Nullable Finding one(
            BrowserTree.Node meant,
            org.jsoup.nodes.@Nullable Node actual,
            BrowserTree.Node parent) {
        if (meant.isText()) {
            return actual instanceof TextNode
                    ? null
                    : new Finding(
                            meant, "text in <" + parent.tag() + ">: browsers move it elsewhere");
        }
        if (actual instanceof Element element
                && element.attr(NUMBER).equals(String.valueOf(numbers.get(meant))))
            return compare(meant, element);
        return new Finding(
                meant,
                "<"
                        + meant.tag()
                        + "> in <"
                        + parent.tag()
                        + ">: browsers move it elsewhere"
                        + (actual instanceof Element other && !other.hasAttr(NUMBER)
                                ? ", into a <" + other.tagName() + "> of their own"
                                : ""));
    }

    private Finding extra(BrowserTree.Node parent, org.jsoup.nodes.Node actual) {
        if (actual instanceof Element element && element.hasAttr(NUMBER)) {
            BrowserTree.Node moved = numbered.get(Integer.parseInt(element.attr(NUMBER)));
            return new Finding(
                    moved, "<" + moved.tag() + ">: browsers move it into <" + parent.tag() + ">");
        }
        return new Finding(parent, "<" + parent.tag() + ">: browsers put something else into it");
    }
}
