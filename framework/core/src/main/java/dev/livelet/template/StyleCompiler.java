package dev.livelet.template;

import dev.livelet.expression.Compiled;
import dev.livelet.expression.Expression;
import dev.livelet.expression.Frame;
import dev.livelet.expression.Reads;
import dev.livelet.expression.Scope;
import dev.livelet.template.Markup.Value;

import java.util.ArrayList;
import java.util.List;

/**
 * Compiles {@code style}. Constant ones are slots too: under the page's Content-Security-Policy an
 * attribute would be ignored in the first HTML, so the values travel in a sheet and are written
 * through the CSSOM.
 */
final class StyleCompiler {
    private final SourceText source;
    private final Expressions expressions;

    StyleCompiler(SourceText source, Expressions expressions) {
        this.source = source;
        this.expressions = expressions;
    }

    record Style(Expression value, long reads) {}

    /** Appends declarations. */
    private interface Declaration {
        void write(Frame frame, StringBuilder out);
    }

    Style compile(Markup.Attribute attribute, Scope scope) {
        return switch (attribute.value()) {
            case Value.Bare ignored -> new Style(frame -> null, Reads.NOTHING);
            case Value.Constant constant -> constant(constant);
            case Value.Computed computed -> {
                Compiled compiled = expressions.compile(computed.code(), scope);
                Expression value = compiled.code();
                yield new Style(frame -> SlotValues.style(value.eval(frame)), compiled.reads());
            }
            case Value.Mixed mixed -> mixed(mixed, scope);
        };
    }

    private Style constant(Value.Constant constant) {
        StringBuilder kept = new StringBuilder();
        for (List<Markup.Part> declaration :
                split(
                        List.of(
                                new Markup.Text(
                                        constant.offset(), constant.offset(), constant.text())))) {
            if (declaration.isEmpty()) continue;
            String before = kept.toString();
            String text = ((Markup.Text) declaration.getFirst()).text();
            SlotValues.addStyle(text, kept);
            if (kept.toString().equals(before)) throw refused(constant.offset(), text);
        }
        String value = kept.toString();
        return new Style(frame -> value.isEmpty() ? null : value, Reads.NOTHING);
    }

    private RuntimeException refused(int offset, String declaration) {
        return source.error(
                offset,
                "found '"
                        + declaration.strip()
                        + "' in a style; expected declarations like 'color: red; width: 2em', with"
                        + " quotes and brackets closed, without escapes, comments, @import or"
                        + " scripts");
    }

    private Style mixed(Value.Mixed mixed, Scope scope) {
        List<Declaration> declarations = new ArrayList<>();
        long reads = Reads.NOTHING;
        for (List<Markup.Part> parts : split(mixed.parts())) {
            if (parts.isEmpty()) continue;
            List<Compiled> holes = new ArrayList<>();
            for (Markup.Part part : parts) {
                if (part instanceof Markup.Hole hole)
                    holes.add(expressions.compile(hole.code(), scope));
            }
            for (Compiled hole : holes) reads |= hole.reads();
            declarations.add(declaration(parts, holes));
        }
        List<Declaration> all = List.copyOf(declarations);
        return new Style(
                frame -> {
                    StringBuilder out = new StringBuilder();
                    for (Declaration declaration : all) declaration.write(frame, out);
                    return out.isEmpty() ? null : out.toString();
                },
                reads);
    }

    /**
     * The parts of each declaration: a semicolon in constant text, outside of brackets and quotes,
     * ends one.
     */
    private static List<List<Markup.Part>> split(List<Markup.Part> parts) {
        List<List<Markup.Part>> declarations = new ArrayList<>();
        List<Markup.Part> current = new ArrayList<>();
        CssState state = new CssState();
        for (Markup.Part part : parts) {
            if (!(part instanceof Markup.Text text)) {
                current.add(part);
                continue;
            }
            int start = 0;
            for (int i = 0; i <= text.text().length(); i++) {
                boolean end = i == text.text().length();
                if (!end && !state.ends(text.text().charAt(i))) continue;
                String piece = text.text().substring(start, i);
                if (!piece.isBlank() || (!piece.isEmpty() && !current.isEmpty()))
                    current.add(new Markup.Text(text.offset() + start, text.offset() + i, piece));
                if (!end) {
                    declarations.add(current);
                    current = new ArrayList<>();
                }
                start = i + 1;
            }
        }
        declarations.add(current);
        return declarations;
    }

    private Declaration declaration(List<Markup.Part> parts, List<Compiled> holes) {
        if (parts.getFirst() instanceof Markup.Hole hole) {
            boolean alone =
                    parts.stream()
                            .allMatch(
                                    part ->
                                            part == hole
                                                    || (part instanceof Markup.Text text
                                                            && text.text().isBlank()));
            if (!alone)
                throw source.error(
                        hole.offset(),
                        "a hole cannot be the name of a CSS property; give style a map:"
                                + " style={properties}");
            Expression value = holes.getFirst().code();
            return (frame, out) -> SlotValues.addStyle(value.eval(frame), out);
        }
        Markup.Text first = (Markup.Text) parts.getFirst();
        int colon = first.text().indexOf(':');
        if (colon < 0) {
            throw parts.size() > 1
                    ? source.error(
                            parts.get(1).offset(),
                            "a hole cannot be part of a CSS property's name; give style a map:"
                                    + " style={properties}")
                    : refused(first.offset(), first.text());
        }
        String property = first.text().substring(0, colon).strip();
        if (!StyleFilter.isProperty(property)) throw refused(first.offset(), first.text());
        if (parts.size() == 1) {
            String value = first.text().substring(colon + 1).strip();
            if (!StyleFilter.isValue(value)) throw refused(first.offset(), first.text());
        }
        return new MixedDeclaration(property, colon + 1, parts, holes)::write;
    }

    /** Where a scan of constant CSS text stands. */
    static final class CssState {
        private char quote;
        private int depth;
        private final StringBuilder word = new StringBuilder();
        private boolean url;

        /** Takes a character; whether it is a semicolon that ends a declaration. */
        boolean ends(char c) {
            if (quote != 0) {
                if (c == quote) quote = 0;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '(') {
                if (word.toString().equalsIgnoreCase("url")) url = true;
                depth++;
            } else if (c == ')') {
                depth--;
                url = false;
            } else if (c == ';' && depth <= 0) {
                return true;
            }
            if (Character.isLetter(c)) word.append(c);
            else word.setLength(0);
            return false;
        }

        boolean inUrl() {
            return url;
        }

        boolean inString() {
            return quote != 0;
        }
    }
}
