package dev.livelet.template;

import dev.livelet.TemplateException;

import org.jsoup.parser.Parser;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a template into tokens. It knows start and end tags, holes, text and comments; which tags
 * fit together is the parser's business. Confined to one thread.
 */
final class Tokenizer {

    sealed interface Token {
        int offset();

        record Text(int offset, int end, String text) implements Token {}

        record Hole(Markup.Hole hole) implements Token {
            @Override
            public int offset() {
                return hole.offset();
            }
        }

        record Open(
                int offset,
                int end,
                String name,
                List<Markup.Attribute> attributes,
                boolean selfClosing)
                implements Token {}

        record Close(int offset, String name) implements Token {}

        record End(int offset) implements Token {}
    }

    private final SourceText source;
    private final String text;
    private int at;

    Tokenizer(SourceText source) {
        this.source = source;
        this.text = source.text();
    }

    Token next() {
        if (at >= text.length()) return new Token.End(text.length());
        if (isHole(at)) return new Token.Hole(hole());
        if (text.charAt(at) == '<' && at + 1 < text.length()) {
            char c = text.charAt(at + 1);
            if (text.startsWith("<!--", at)) return comment();
            if (c == '/') return close();
            if (isLetter(c) || c == ':') return open();
            if (c == '!' || c == '?') {
                throw source.error(
                        at,
                        "found '"
                                + text.substring(at, Math.min(at + 9, text.length()))
                                + "'; a template holds elements, text and comments. <!doctype>"
                                + " belongs to the layout");
            }
            if (c == '{') {
                throw source.error(
                        at,
                        "a hole cannot be the name of a tag; write the tags out under :if and"
                                + " :else");
            }
        }
        return text();
    }

    /**
     * The text up to the end tag of {@code textarea} or {@code title}, in which only holes and
     * entities mean something.
     */
    List<Markup.Part> rawParts(String tag) {
        int end = at;
        while (!isEndTag(end, tag)) {
            if (++end > text.length())
                throw source.error(
                        text.length(), "expected </" + tag + ">, found the end of the template");
        }
        return parts(end, false);
    }

    private boolean isEndTag(int offset, String tag) {
        return text.regionMatches(true, offset, "</" + tag, 0, tag.length() + 2);
    }

    private Token text() {
        int start = at;
        do at += text.startsWith("{{", at) ? 2 : 1;
        while (at < text.length() && !isHole(at) && !isMarkup(at));
        return new Token.Text(start, at, decode(text.substring(start, at), false));
    }

    private boolean isMarkup(int offset) {
        if (text.charAt(offset) != '<' || offset + 1 >= text.length()) return false;
        char c = text.charAt(offset + 1);
        return isLetter(c) || c == ':' || c == '/' || c == '!' || c == '?' || c == '{';
    }

    private boolean isHole(int offset) {
        return text.charAt(offset) == '{' && !text.startsWith("{{", offset);
    }

    private Token comment() {
        int start = at;
        int end = text.indexOf("-->", at + 4);
        if (end < 0) throw source.error(start, "this comment is never closed; expected -->");
        for (int i = start; i < end; i++) {
            if (text.startsWith("{{", i)) {
                i++;
            } else if (text.charAt(i) == '{') {
                throw source.error(
                        i,
                        "a hole in a comment: comments are not sent, so it would never be"
                                + " evaluated; write {{ here, or take it out");
            }
        }
        at = end + 3;
        return new Token.Text(start, at, "");
    }

    private Token close() {
        int start = at;
        at += 2;
        String name = tagName();
        skipSpace();
        if (at >= text.length() || text.charAt(at) != '>') {
            throw source.error(
                    Math.min(at, text.length()),
                    "expected > at the end of </" + name + ", found " + found());
        }
        at++;
        return new Token.Close(start, name);
    }

    private Token open() {
        int start = at;
        at++;
        String name = tagName();
        List<Markup.Attribute> attributes = new ArrayList<>();
        while (true) {
            skipSpace();
            if (at >= text.length())
                throw source.error(
                        start, "the start tag <" + name + " is never closed; expected >");
            char c = text.charAt(at);
            if (c == '>') {
                at++;
                return new Token.Open(start, at, name, attributes, false);
            }
            if (text.startsWith("/>", at)) {
                at += 2;
                return new Token.Open(start, at, name, attributes, true);
            }
            attributes.add(attribute(name));
        }
    }

    private String tagName() {
        int start = at;
        while (at < text.length() && (isNameChar(text.charAt(at)) || text.charAt(at) == ':')) at++;
        if (at < text.length() && isHole(at))
            throw source.error(
                    at,
                    "a hole cannot be part of a tag's name; write the tags out under :if and"
                            + " :else");
        String name = text.substring(start, at);
        if (name.isEmpty() || name.equals(":"))
            throw source.error(start, "expected the name of a tag, found " + found());
        return name;
    }

    private Markup.Attribute attribute(String tag) {
        int start = at;
        if (text.startsWith("{...", at)) {
            Markup.Hole hole = hole();
            Markup.Code code =
                    new Markup.Code(hole.code().offset() + 3, hole.code().source().substring(3));
            return new Markup.Attribute(start, at, "...", new Markup.Value.Computed(code));
        }
        while (at < text.length() && " \t\n\f=>/\"'<{".indexOf(text.charAt(at)) < 0) at++;
        String name = text.substring(start, at);
        if (at < text.length() && text.charAt(at) == '{') {
            throw source.error(
                    at,
                    "a hole cannot be "
                            + (name.isEmpty() ? "an attribute" : "part of an attribute's name")
                            + "; write name={…}, or {...map} for several attributes");
        }
        if (name.isEmpty())
            throw source.error(
                    at, "expected an attribute, > or /> in <" + tag + ">, found " + found());
        int afterName = at;
        skipSpace();
        if (at >= text.length() || text.charAt(at) != '=') {
            at = afterName;
            return new Markup.Attribute(start, at, name, new Markup.Value.Bare());
        }
        at++;
        skipSpace();
        Markup.Value value = value(name);
        if (at < text.length() && " \t\n\f/>".indexOf(text.charAt(at)) < 0) {
            throw source.error(
                    at,
                    "expected white space, > or /> after the value of '"
                            + name
                            + "', found "
                            + found()
                            + (text.charAt(at) == '{'
                                    ? "; put text and holes into quotes: " + name + "=\"…{x}…\""
                                    : ""));
        }
        return new Markup.Attribute(start, at, name, value);
    }

    private Markup.Value value(String name) {
        if (at >= text.length())
            throw source.error(
                    at, "expected the value of '" + name + "', found the end of the template");
        char quote = text.charAt(at);
        if (quote == '{' && isHole(at)) return new Markup.Value.Computed(hole().code());
        if (quote == '"' || quote == '\'') {
            int start = at;
            at++;
            int offset = at;
            List<Markup.Part> parts = quoted(quote, start);
            at++;
            if (parts.isEmpty()) return new Markup.Value.Constant(offset, "");
            if (parts.size() == 1 && parts.getFirst() instanceof Markup.Text only)
                return new Markup.Value.Constant(offset, only.text());
            return new Markup.Value.Mixed(offset, List.copyOf(parts));
        }
        int start = at;
        while (at < text.length()
                && " \t\n\f>\"'=<`{".indexOf(text.charAt(at)) < 0
                && !text.startsWith("/>", at)) at++;
        if (at == start)
            throw source.error(at, "expected the value of '" + name + "', found " + found());
        return new Markup.Value.Constant(start, decode(text.substring(start, at), true));
    }

    private List<Markup.Part> quoted(char quote, int start) {
        int end = at;
        while (end < text.length() && text.charAt(end) != quote) {
            if (isHole(end)) end = holeEnd(end);
            else end += text.startsWith("{{", end) ? 2 : 1;
        }
        if (end >= text.length())
            throw source.error(start, "this value is never closed; expected " + quote);
        return parts(end, true);
    }

    /** Text and holes up to {@code end}. */
    private List<Markup.Part> parts(int end, boolean attribute) {
        List<Markup.Part> parts = new ArrayList<>();
        while (at < end) {
            if (isHole(at)) {
                parts.add(hole());
                continue;
            }
            int start = at;
            while (at < end && !isHole(at)) at += text.startsWith("{{", at) ? 2 : 1;
            parts.add(new Markup.Text(start, at, decode(text.substring(start, at), attribute)));
        }
        return parts;
    }

    private Markup.Hole hole() {
        int start = at;
        at = holeEnd(start);
        String code = text.substring(start + 1, at - 1);
        if (code.isBlank())
            throw source.error(start, "an empty hole; expected an expression, or {{ for a brace");
        return new Markup.Hole(start, at, new Markup.Code(start + 1, code));
    }

    /** After the brace that closes the hole; braces in string literals don't count. */
    private int holeEnd(int start) {
        int depth = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\'') {
                i = literalEnd(i, start);
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i + 1;
            }
        }
        throw neverClosed(start);
    }

    private int literalEnd(int start, int hole) {
        char quote = text.charAt(start);
        for (int i = start + 1; i < text.length() && text.charAt(i) != '\n'; i++) {
            if (text.charAt(i) == '\\') i++;
            else if (text.charAt(i) == quote) return i;
        }
        throw neverClosed(hole);
    }

    private TemplateException neverClosed(int hole) {
        return source.error(
                hole, "this hole is never closed; expected }, or {{ for a brace as text");
    }

    private static String decode(String written, boolean attribute) {
        return TrustedParser.normalise(
                Parser.unescapeEntities(written.replace("{{", "{"), attribute));
    }

    private String found() {
        if (at >= text.length()) return "the end of the template";
        return "'" + Character.toString(text.codePointAt(at)) + "'";
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\f".indexOf(text.charAt(at)) >= 0) at++;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isNameChar(char c) {
        return isLetter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    }
}
