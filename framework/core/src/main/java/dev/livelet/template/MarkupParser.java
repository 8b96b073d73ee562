package dev.livelet.template;

import dev.livelet.template.Markup.Attribute;
import dev.livelet.template.Markup.Element;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Builds a template's tree. Every element is closed where it is written to be closed: what HTML
 * lets authors leave out is refused, so that the tree needs no guessing. Drops comments and white
 * space with a newline.
 */
final class MarkupParser {
    private static final String PLUGIN =
            "the page's Content-Security-Policy allows no plugins, and Trusted Types let no script"
                    + " set its address; use <iframe>, <img> or a link";

    /** Elements that have no place in a live page, with the reason. */
    private static final Map<String, String> REFUSED =
            Map.ofEntries(
                    Map.entry(
                            "script",
                            "scripts belong into an asset file: the page's Content-Security-Policy"
                                    + " lets no inline script run"),
                    Map.entry(
                            "style",
                            "style sheets belong into an asset file: the page's"
                                    + " Content-Security-Policy ignores inline ones; for values use"
                                    + " style={…}"),
                    Map.entry(
                            "noscript",
                            "browsers read it differently with and without scripts; write the"
                                    + " content plainly"),
                    Map.entry("base", "it would change every address of the page"),
                    Map.entry(
                            "html",
                            "it belongs to the layout; a template is what stands inside the page's"
                                    + " root"),
                    Map.entry(
                            "head",
                            "it belongs to the layout; a template is what stands inside the page's"
                                    + " root"),
                    Map.entry(
                            "body",
                            "it belongs to the layout; a template is what stands inside the page's"
                                    + " root"),
                    Map.entry("frameset", "it belongs to a page of its own"),
                    Map.entry("frame", "it belongs to a page of its own"),
                    Map.entry("noframes", "browsers don't parse what is in it"),
                    Map.entry("noembed", "browsers don't parse what is in it"),
                    Map.entry("xmp", "it is obsolete; write <pre>"),
                    Map.entry("listing", "it is obsolete; write <pre>"),
                    Map.entry("plaintext", "it is obsolete; write <pre>"),
                    Map.entry("applet", "it is obsolete"),
                    Map.entry("object", PLUGIN),
                    Map.entry("embed", PLUGIN),
                    Map.entry("image", "browsers read it as <img>; write <img>"));

    private final SourceText source;
    private final Tokenizer tokens;

    private MarkupParser(SourceText source) {
        this.source = source;
        this.tokens = new Tokenizer(source);
    }

    static List<Markup> parse(SourceText source) {
        return new MarkupParser(source).children(null, space(source), false);
    }

    /** A template that begins with a part of a drawing stands in the svg of whoever uses it. */
    private static Names.Space space(SourceText source) {
        Tokenizer tokens = new Tokenizer(source);
        while (true) {
            Tokenizer.Token token = tokens.next();
            if (token instanceof Tokenizer.Token.End) return Names.Space.HTML;
            if (token instanceof Tokenizer.Token.Open open && !open.name().equals("template")) {
                return Names.isSvgPart(open.name()) ? Names.Space.SVG : Names.Space.HTML;
            }
        }
    }

    private List<Markup> children(
            Tokenizer.Token.@Nullable Open parent, Names.Space space, boolean keepsSpace) {
        List<Markup> found = new ArrayList<>();
        while (true) {
            switch (tokens.next()) {
                case Tokenizer.Token.Text text -> addText(text, found);
                case Tokenizer.Token.Hole hole -> found.add(hole.hole());
                case Tokenizer.Token.Open open ->
                        found.add(element(open, parent, space, keepsSpace));
                case Tokenizer.Token.Close close -> {
                    checkClose(close, parent);
                    return finish(found, keepsSpace);
                }
                case Tokenizer.Token.End end -> {
                    if (parent != null) {
                        throw source.error(
                                parent.offset(),
                                "<"
                                        + parent.name()
                                        + "> is never closed; expected </"
                                        + parent.name()
                                        + ">");
                    }
                    return finish(found, keepsSpace);
                }
            }
        }
    }

    /** Comments leave no trace: text on both sides of one is one text. */
    private static void addText(Tokenizer.Token.Text text, List<Markup> found) {
        if (text.text().isEmpty()) return;
        if (!found.isEmpty() && found.getLast() instanceof Markup.Text before) {
            found.set(
                    found.size() - 1,
                    new Markup.Text(before.offset(), text.end(), before.text() + text.text()));
        } else {
            found.add(new Markup.Text(text.offset(), text.end(), text.text()));
        }
    }

    private List<Markup> finish(List<Markup> found, boolean keepsSpace) {
        if (!keepsSpace) found.removeIf(node -> node instanceof Markup.Text text && isLayout(text));
        return List.copyOf(found);
    }

    /**
     * Whether text is there for the template's own layout. White space written as an entity is
     * meant.
     */
    private boolean isLayout(Markup.Text text) {
        return text.text().chars().allMatch(c -> c == ' ' || c == '\n' || c == '\t' || c == '\f')
                && text.text().indexOf('\n') >= 0
                && source.text().substring(text.offset(), text.end()).indexOf('&') < 0;
    }

    private void checkClose(Tokenizer.Token.Close close, Tokenizer.Token.@Nullable Open parent) {
        if (parent != null && close.name().equals(parent.name())) return;
        String found = "found </" + close.name() + ">";
        if (Names.VOID.contains(close.name())) {
            throw source.error(
                    close.offset(),
                    found
                            + ", but <"
                            + close.name()
                            + "> has no content and no end tag; take it out");
        }
        if (parent == null)
            throw source.error(
                    close.offset(), found + ", but no <" + close.name() + "> is open here");
        throw source.error(
                close.offset(),
                found
                        + ", expected </"
                        + parent.name()
                        + "> for the <"
                        + parent.name()
                        + "> of line "
                        + source.line(parent.offset()));
    }

    private Element element(
            Tokenizer.Token.Open open,
            Tokenizer.Token.@Nullable Open parent,
            Names.Space around,
            boolean keepsSpace) {
        String written = open.name();
        boolean component = Character.isUpperCase(written.charAt(0));
        boolean content = written.charAt(0) == ':';
        boolean plain = !component && !content;
        Names.Space space = plain ? Names.space(Names.lower(written), around) : around;
        String tag = plain ? Names.tag(written, space) : written;
        checkTag(open, tag, parent, space, plain);
        checkTwice(open, plain ? space : null);
        boolean empty = plain && space == Names.Space.HTML && Names.VOID.contains(tag);
        List<Markup> children = List.of();
        if (plain && space == Names.Space.HTML && (tag.equals("textarea") || tag.equals("title"))) {
            children = rawChildren(open, tag);
        } else if (!empty && !open.selfClosing()) {
            children = children(open, Names.within(tag, space), keepsSpace || tag.equals("pre"));
            if (tag.equals("pre")) children = withoutFirstNewline(children);
            if (tag.equals("iframe") && !children.isEmpty())
                throw source.error(
                        children.getFirst().offset(),
                        "browsers don't read what is in an <iframe>; leave it empty");
        }
        return new Element(open.offset(), open.end(), tag, space, open.attributes(), children);
    }

    private List<Markup> rawChildren(Tokenizer.Token.Open open, String tag) {
        if (open.selfClosing())
            throw source.error(
                    open.offset(),
                    "<"
                            + tag
                            + "/> does not close the element in HTML; write <"
                            + tag
                            + "></"
                            + tag
                            + ">");
        List<Markup> parts = new ArrayList<>();
        for (Markup.Part part : tokens.rawParts(tag)) parts.add(part);
        checkClose((Tokenizer.Token.Close) tokens.next(), open);
        return tag.equals("textarea") ? withoutFirstNewline(parts) : parts;
    }

    /** Parsers drop a newline right after the start tag of pre and textarea. */
    private static List<Markup> withoutFirstNewline(List<Markup> children) {
        if (children.isEmpty()
                || !(children.getFirst() instanceof Markup.Text text)
                || !text.text().startsWith("\n")) return children;
        List<Markup> rest = new ArrayList<>(children);
        if (text.text().length() == 1) rest.removeFirst();
        else rest.set(0, new Markup.Text(text.offset() + 1, text.end(), text.text().substring(1)));
        return List.copyOf(rest);
    }

    private void checkTag(
            Tokenizer.Token.Open open,
            String tag,
            Tokenizer.Token.@Nullable Open parent,
            Names.Space space,
            boolean plain) {
        if (!plain) {
            boolean inComponent = parent != null && Character.isUpperCase(parent.name().charAt(0));
            if (tag.charAt(0) == ':' && !inComponent) {
                throw source.error(
                        open.offset(),
                        "<"
                                + tag
                                + "> is content for a component; expected it directly inside a"
                                + " component's tag");
            }
            return;
        }
        if (space == Names.Space.HTML) {
            String reason = REFUSED.get(tag);
            if (reason != null)
                throw source.error(
                        open.offset(), "<" + tag + "> cannot stand in a template: " + reason);
            if (open.selfClosing() && !Names.VOID.contains(tag)) {
                throw source.error(
                        open.offset(),
                        "<"
                                + open.name()
                                + "/> does not close the element in HTML; write <"
                                + open.name()
                                + "></"
                                + open.name()
                                + ">");
            }
        } else if (tag.equals("script") || tag.equals("style")) {
            throw source.error(
                    open.offset(), "<" + tag + "> cannot stand in a template: " + REFUSED.get(tag));
        }
        if (!Names.plausible(tag))
            throw source.error(open.offset(), "'" + tag + "' is not the name of an element");
    }

    private void checkTwice(Tokenizer.Token.Open open, Names.@Nullable Space space) {
        Set<String> seen = new HashSet<>();
        for (Attribute attribute : open.attributes()) {
            String name = attribute.name();
            boolean event = name.startsWith("on:");
            boolean first = event || seen.add(space == null ? name : Names.attribute(name, space));
            if (!first && name.equals("..."))
                throw source.error(
                        attribute.offset(),
                        "a second {...} in <" + open.name() + ">; merge the two maps");
            if (!first)
                throw source.error(
                        attribute.offset(),
                        "'" + name + "' is written twice in <" + open.name() + ">");
        }
    }
}
