package dev.livelet.test.browser;

import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A document in the form in which two are compared: a line for each tag and text; comments removed,
 * adjacent text merged, attributes sorted, styles canonical, what the runtime keeps for itself left
 * out.
 */
public final class Canonical {
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    private Canonical() {}

    /** The lines of an element's content. */
    public static List<String> of(Element root) {
        Canonical canonical = new Canonical();
        canonical.children(root, 0);
        return canonical.lines;
    }

    /** The lines of markup, read as the content of a {@code div}. */
    public static List<String> of(String html) {
        return of(parse(html));
    }

    /** A {@code div} with this content, as the HTML parser reads it. */
    public static Element parse(String html) {
        Element root = new Element("div");
        root.appendChildren(Parser.parseFragment(html, root, ""));
        return root;
    }

    private void children(Element parent, int depth) {
        for (Node child : parent.childNodes()) {
            if (child instanceof TextNode node) text.append(node.getWholeText());
            else if (child instanceof DataNode node) text.append(node.getWholeData());
            else if (child instanceof Element element) element(element, depth);
        }
        flush(depth);
    }

    private void element(Element element, int depth) {
        if (element.tagName().equals("input") && element.attr("name").equals("_livelet")) return;
        flush(depth);
        StringBuilder tag = new StringBuilder("<").append(element.tagName());
        Map<String, String> sorted = new TreeMap<>();
        for (Attribute attribute : element.attributes())
            sorted.put(attribute.getKey().toLowerCase(Locale.ROOT), attribute.getValue());
        sorted.keySet().removeIf(name -> name.equals("data-live-pending"));
        if (sorted.containsKey("style")) {
            String style = style(sorted.get("style"));
            if (style.isEmpty()) sorted.remove("style");
            else sorted.put("style", style);
        }
        sorted.forEach(
                (name, value) -> tag.append(' ').append(name).append('=').append(quoted(value)));
        line(depth, tag.append('>').toString());
        int start = lines.size();
        children(element, depth + 1);
        if (lines.size() > start) line(depth, "</" + element.tagName() + ">");
    }

    private void flush(int depth) {
        if (text.isEmpty()) return;
        line(depth, quoted(text.toString()));
        text.setLength(0);
    }

    private void line(int depth, String content) {
        lines.add("  ".repeat(depth) + content);
    }

    /**
     * Declarations as {@code name:value;name:value}, a later one in the place of an earlier one of
     * its name.
     */
    public static String style(String declarations) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String declaration : declarations.split(";")) {
            int colon = declaration.indexOf(':');
            if (colon < 0) continue;
            byName.put(
                    declaration.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    declaration.substring(colon + 1).strip());
        }
        List<String> parts = new ArrayList<>();
        byName.forEach((name, value) -> parts.add(name + ":" + value.replaceAll("\\s+", " ")));
        return String.join(";", parts);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints()
                .forEach(
                        c -> {
                            switch (c) {
                                case '\n' -> quoted.append("\\n");
                                case '\r' -> quoted.append("\\r");
                                case '\t' -> quoted.append("\\t");
                                case '"' -> quoted.append("\\\"");
                                case '\\' -> quoted.append("\\\\");
                                default -> {
                                    if (c < 0x20 || c == 0xFFFD || (c >= 0xD800 && c <= 0xDFFF))
                                        quoted.append(String.format("\\u%04X", c));
                                    else quoted.appendCodePoint(c);
                                }
                            }
                        });
        return quoted.append('"').toString();
    }
}
