package dev.livelet.template;

import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Between the text of trusted markup and its tree. */
final class TrustedParser {
    private static final Set<String> LEFT_OUT =
            Set.of(
                    "script",
                    "style",
                    "noscript",
                    "template",
                    "noembed",
                    "object",
                    "embed",
                    "applet",
                    "noframes",
                    "xmp",
                    "plaintext",
                    "listing",
                    "base",
                    "html",
                    "head",
                    "body",
                    "frameset",
                    "frame");

    private TrustedParser() {}

    static List<TrustedNode> parse(String markup) {
        Element context = Document.createShell("").body().appendElement("div");
        List<TrustedNode> found = new ArrayList<>();
        for (Node node : Parser.parseFragment(normalise(markup), context, ""))
            add(node, Names.Space.HTML, found);
        return List.copyOf(found);
    }

    private static void add(Node node, Names.Space space, List<TrustedNode> into) {
        if (node instanceof TextNode text) {
            String words = normalise(text.getWholeText());
            if (words.isEmpty()) return;
            if (!into.isEmpty() && into.getLast() instanceof TrustedNode.Text before) {
                into.set(into.size() - 1, new TrustedNode.Text(before.text() + words));
            } else {
                into.add(new TrustedNode.Text(words));
            }
        } else if (node instanceof Element element) {
            String tag = element.tagName();
            Names.Space own = Names.space(tag, space);
            if (LEFT_OUT.contains(tag.toLowerCase(Locale.ROOT))
                    || !Names.plausible(tag)
                    || !own.uri.equals(element.tag().namespace())) return;
            Names.Space within = Names.within(tag, own);
            List<TrustedNode> children = new ArrayList<>();
            for (Node child : element.childNodes()) add(child, within, children);
            into.add(new TrustedNode.Element(tag, attributes(element), List.copyOf(children)));
        }
    }

    private static Map<String, String> attributes(Element element) {
        Map<String, String> kept = new LinkedHashMap<>();
        for (Attribute attribute : element.attributes()) {
            String name = attribute.getKey();
            String lower = name.toLowerCase(Locale.ROOT);
            boolean dead =
                    lower.startsWith("on")
                            || lower.equals("srcdoc")
                            || lower.equals("style")
                            || lower.startsWith("xmlns")
                            || lower.startsWith("xlink:")
                            || lower.startsWith("data-live");
            if (!dead && Names.plausible(name)) kept.put(name, normalise(attribute.getValue()));
        }
        return java.util.Collections.unmodifiableMap(kept);
    }

    static String write(List<TrustedNode> nodes) {
        StringBuilder out = new StringBuilder();
        for (TrustedNode node : nodes) write(node, out);
        return out.toString();
    }

    private static void write(TrustedNode node, StringBuilder out) {
        switch (node) {
            case TrustedNode.Text text -> Escape.text(text.text(), out);
            case TrustedNode.Element element -> {
                String tag = element.tag();
                out.append('<').append(tag);
                element.attributes()
                        .forEach(
                                (name, value) -> {
                                    out.append(' ').append(name).append("=\"");
                                    Escape.attribute(value, out);
                                    out.append('"');
                                });
                out.append('>');
                if (Names.VOID.contains(tag)) return;
                boolean eaten =
                        Names.EATS_NEWLINE.contains(tag)
                                && !element.children().isEmpty()
                                && element.children().getFirst() instanceof TrustedNode.Text first
                                && first.text().startsWith("\n");
                if (eaten) out.append('\n');
                for (TrustedNode child : element.children()) write(child, out);
                out.append("</").append(tag).append('>');
            }
        }
    }

    /** As the writer of values does: what no HTML parser would give back. */
    static String normalise(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair =
                    Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
            boolean odd = c == 0 || c == '\r' || (Character.isSurrogate(c) && !pair);
            if (odd && out == null) out = new StringBuilder(text.length()).append(text, 0, i);
            if (c == '\r') {
                if (i + 1 < text.length() && text.charAt(i + 1) == '\n') continue;
                append(out, '\n');
            } else if (odd) {
                append(out, '\uFFFD');
            } else {
                append(out, c);
                if (pair) append(out, text.charAt(++i));
            }
        }
        return out == null ? text : out.toString();
    }

    private static void append(@org.jspecify.annotations.Nullable StringBuilder out, char c) {
        if (out != null) out.append(c);
    }
}
