package dev.livelet.template;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rule table of what may stand in what, so that browsers build the tree that is written (WHATWG
 * HTML, 13.2.6 "Tree construction"), and nothing interactive stands in something interactive (its
 * content models). Gives reasons; {@link BrowserTree} has Jsoup's parser confirm that nothing was
 * overlooked.
 */
final class StructureRules {
    /** What these must stand in directly. */
    private static final Map<String, Set<String>> PARENTS =
            Map.of(
                    "caption", Set.of("table"),
                    "colgroup", Set.of("table"),
                    "thead", Set.of("table"),
                    "tbody", Set.of("table"),
                    "tfoot", Set.of("table"),
                    "col", Set.of("colgroup"),
                    "tr", Set.of("tbody", "thead", "tfoot"),
                    "td", Set.of("tr"),
                    "th", Set.of("tr"));

    /** What may stand in these directly. */
    private static final Map<String, Set<String>> CHILDREN =
            Map.of(
                    "table", Set.of("caption", "colgroup", "thead", "tbody", "tfoot"),
                    "thead", Set.of("tr"),
                    "tbody", Set.of("tr"),
                    "tfoot", Set.of("tr"),
                    "tr", Set.of("td", "th"),
                    "colgroup", Set.of("col"));

    private static final Set<String> CLOSES_PARAGRAPH =
            Set.of(
                    "address",
                    "article",
                    "aside",
                    "blockquote",
                    "center",
                    "dd",
                    "details",
                    "dialog",
                    "dir",
                    "div",
                    "dl",
                    "dt",
                    "fieldset",
                    "figcaption",
                    "figure",
                    "footer",
                    "form",
                    "h1",
                    "h2",
                    "h3",
                    "h4",
                    "h5",
                    "h6",
                    "header",
                    "hgroup",
                    "hr",
                    "li",
                    "main",
                    "menu",
                    "nav",
                    "ol",
                    "p",
                    "pre",
                    "search",
                    "section",
                    "summary",
                    "table",
                    "ul");
    private static final Set<String> HEADINGS = Set.of("h1", "h2", "h3", "h4", "h5", "h6");

    /** Up to these a parser looks for an open element ("has an element in scope"). */
    private static final Set<String> SCOPE =
            Set.of(
                    "table",
                    "td",
                    "th",
                    "caption",
                    "marquee",
                    "object",
                    "template",
                    "foreignObject");

    private static final Set<String> INTERACTIVE =
            Set.of("button", "select", "textarea", "label", "details", "iframe", "embed");
    private static final Set<String> BREAKS_OUT =
            Set.of(
                    "b",
                    "big",
                    "blockquote",
                    "br",
                    "center",
                    "code",
                    "dd",
                    "div",
                    "dl",
                    "dt",
                    "em",
                    "embed",
                    "h1",
                    "h2",
                    "h3",
                    "h4",
                    "h5",
                    "h6",
                    "hr",
                    "i",
                    "img",
                    "li",
                    "menu",
                    "meta",
                    "nobr",
                    "ol",
                    "p",
                    "pre",
                    "ruby",
                    "s",
                    "small",
                    "span",
                    "strong",
                    "strike",
                    "sub",
                    "sup",
                    "table",
                    "tt",
                    "u",
                    "ul",
                    "var");
    private static final Set<String> LIST_BOUNDARY = Set.of("ul", "ol", "menu", "dl");

    private static final Set<String> LIMITING =
            Set.of(
                    "p",
                    "a",
                    "form",
                    "button",
                    "label",
                    "nobr",
                    "select",
                    "option",
                    "optgroup",
                    "li",
                    "dd",
                    "dt");

    private StructureRules() {}

    /** What a root element with this tag must stand in; the innermost comes last. */
    static List<String> context(String tag) {
        return switch (tag) {
            case "caption", "colgroup", "thead", "tbody", "tfoot" -> List.of("table");
            case "col" -> List.of("table", "colgroup");
            case "tr" -> List.of("table", "tbody");
            case "td", "th" -> List.of("table", "tbody", "tr");
            case "option", "optgroup" -> List.of("select");
            default -> List.of("div");
        };
    }

    /** Whether an element, being open, keeps anything from standing in it or below. */
    static boolean limits(BrowserTree.Node open) {
        String tag = open.tag();
        return open.space() != Names.Space.HTML
                || CHILDREN.containsKey(tag)
                || HEADINGS.contains(tag)
                || LIMITING.contains(tag);
    }

    /** Why text cannot stand here, or null. */
    static @Nullable String text(List<BrowserTree.Node> open) {
        BrowserTree.Node parent = open.getLast();
        if (parent.space() != Names.Space.HTML || !CHILDREN.containsKey(parent.tag())) return null;
        return "text in <"
                + parent.tag()
                + ">: browsers move it out of the table; put it into a <td>, <th> or <caption>";
    }

    /** Why the element cannot stand here, or null. */
    static @Nullable String element(BrowserTree.Node child, List<BrowserTree.Node> open) {
        BrowserTree.Node parent = open.getLast();
        String tag = child.tag();
        boolean drawing =
                parent.space() != Names.Space.HTML && !parent.tag().equals("foreignObject");
        if (!drawing && child.space() != Names.Space.HTML) return null;
        if (drawing) {
            if (child.space() != Names.Space.HTML && !BREAKS_OUT.contains(tag)) return null;
            return "<"
                    + tag
                    + "> in <"
                    + parent.tag()
                    + ">: browsers close the drawing before it; put it into a <foreignObject>, or"
                    + " after the drawing";
        }
        String misplaced = inTable(child, parent);
        if (misplaced != null) return misplaced;
        if (CLOSES_PARAGRAPH.contains(tag) && inScope("p", open, "button")) {
            return "<" + tag + "> in <p>: browsers close the <p> before it; make the <p> a <div>";
        }
        if (HEADINGS.contains(tag) && HEADINGS.contains(parent.tag())) {
            return "<"
                    + tag
                    + "> in <"
                    + parent.tag()
                    + ">: browsers close a heading where the next one begins";
        }
        String nested = nested(tag, open);
        return nested != null ? nested : interactive(child, open);
    }

    private static @Nullable String inTable(BrowserTree.Node child, BrowserTree.Node parent) {
        String tag = child.tag();
        Set<String> parents = PARENTS.get(tag);
        Set<String> children = CHILDREN.get(parent.tag());
        if (parents != null && parents.contains(parent.tag())) return null;
        if (parents == null && children == null) return null;
        if (children != null
                && tag.equals("input")
                && "hidden".equalsIgnoreCase(child.attributes().get("type"))
                && parent.tag().equals("table")) return null;
        String pair = "<" + tag + "> in <" + parent.tag() + ">: ";
        if (parent.tag().equals("table") && tag.equals("tr"))
            return pair + "browsers put a <tbody> between them; write the <tbody>";
        if (parent.tag().equals("table") && tag.equals("col"))
            return pair + "browsers put a <colgroup> between them; write the <colgroup>";
        if (children != null && (tag.equals("td") || tag.equals("th")))
            return pair + "browsers put a <tr> between them; write the <tr>";
        if (parents == null || children != null) {
            return pair
                    + "browsers move it out of the table; expected "
                    + names(children == null ? Set.of() : children);
        }
        return pair + "browsers drop the tag; expected it in " + names(parents);
    }

    private static String names(Set<String> tags) {
        return String.join(", ", tags.stream().sorted().map(tag -> "<" + tag + ">").toList());
    }

    private static @Nullable String nested(String tag, List<BrowserTree.Node> open) {
        String pair = "<" + tag + "> in <" + tag + ">: ";
        switch (tag) {
            case "a" -> {
                if (inScope("a", open, ""))
                    return pair + "browsers close the outer link where the inner one begins";
            }
            case "form" -> {
                if (isOpen("form", open))
                    return pair
                            + "browsers drop the inner form's tag; use form=\"id\" on the fields,"
                            + " or put the forms side by side";
            }
            case "button" -> {
                if (inScope("button", open, ""))
                    return pair + "browsers close the outer button where the inner one begins";
            }
            case "input", "textarea", "keygen" -> {
                if (isOpen("select", open))
                    return "<" + tag + "> in <select>: browsers close the <select> before it";
            }
            case "nobr", "option", "optgroup", "select" -> {
                if (isOpen(tag, open))
                    return pair + "browsers close the outer one where the inner one begins";
            }
            case "li" -> {
                if (until("li", open, LIST_BOUNDARY))
                    return pair
                            + "browsers close the outer <li> where the inner one begins; put a <ul>"
                            + " or <ol> between them";
            }
            case "dd", "dt" -> {
                if (until("dd", open, LIST_BOUNDARY) || until("dt", open, LIST_BOUNDARY)) {
                    return "<"
                            + tag
                            + "> in <dt> or <dd>: browsers close the outer one where the inner one"
                            + " begins; put a <dl> between them";
                }
            }
            default -> {}
        }
        return null;
    }

    private static @Nullable String interactive(
            BrowserTree.Node child, List<BrowserTree.Node> open) {
        String tag = child.tag();
        boolean interactive =
                INTERACTIVE.contains(tag)
                        || (tag.equals("a") && child.attributes().containsKey("href"))
                        || (tag.equals("input")
                                && !"hidden".equalsIgnoreCase(child.attributes().get("type")))
                        || ((tag.equals("audio") || tag.equals("video"))
                                && child.attributes().containsKey("controls"));
        if (!interactive) return null;
        for (String outer : List.of("button", "a")) {
            if (isOpen(outer, open)) {
                if (outer.equals("a") && !openHasHref(open)) continue;
                return "<"
                        + tag
                        + "> in <"
                        + outer
                        + ">: what can be used cannot stand in what can be clicked; put them side"
                        + " by side";
            }
        }
        if (tag.equals("label") && isOpen("label", open))
            return "<label> in <label>: a click would go to two fields";
        return null;
    }

    private static boolean openHasHref(List<BrowserTree.Node> open) {
        return open.stream()
                .anyMatch(node -> node.tag().equals("a") && node.attributes().containsKey("href"));
    }

    private static boolean isOpen(String tag, List<BrowserTree.Node> open) {
        return open.stream()
                .anyMatch(node -> node.tag().equals(tag) && node.space() == Names.Space.HTML);
    }

    private static boolean inScope(String tag, List<BrowserTree.Node> open, String boundary) {
        for (BrowserTree.Node node : open.reversed()) {
            if (node.tag().equals(tag) && node.space() == Names.Space.HTML) return true;
            if (SCOPE.contains(node.tag()) || node.tag().equals(boundary)) return false;
        }
        return false;
    }

    /**
     * Whether the element is open; these, and everything but address, div and p among the special
     * ones, end the search.
     */
    private static boolean until(String tag, List<BrowserTree.Node> open, Set<String> boundary) {
        for (BrowserTree.Node node : open.reversed()) {
            if (node.tag().equals(tag)) return true;
            boolean special =
                    boundary.contains(node.tag())
                            || SCOPE.contains(node.tag())
                            || (CLOSES_PARAGRAPH.contains(node.tag())
                                    && !Set.of("address", "div", "p").contains(node.tag()))
                            || Set.of(
                                            "button",
                                            "select",
                                            "textarea",
                                            "iframe",
                                            "tbody",
                                            "thead",
                                            "tfoot",
                                            "tr")
                                    .contains(node.tag());
            if (special) return false;
        }
        return false;
    }
}
