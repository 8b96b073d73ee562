package dev.livelet.template;

import dev.livelet.expression.Compiled;
import dev.livelet.expression.Expression;
import dev.livelet.expression.Frame;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A CSS declaration with holes in its value: {@code width: {w}px}. Each hole is checked by where it
 * stands; if one holds what does not fit there, the whole declaration is left out.
 */
final class MixedDeclaration {
    private enum Kind {
        VALUE,
        STRING,
        URL
    }

    /**
     * @param kind null for constant text
     */
    private record Piece(
            String text, @Nullable Expression hole, @Nullable Kind kind, boolean first) {}

    private final String property;
    private final List<Piece> pieces = new ArrayList<>();

    /**
     * @param start where in the first part, which is text, the value begins
     */
    MixedDeclaration(String property, int start, List<Markup.Part> parts, List<Compiled> holes) {
        this.property = property;
        StyleCompiler.CssState state = new StyleCompiler.CssState();
        int hole = 0;
        boolean urlBegins = false;
        for (Markup.Part part : parts) {
            if (part instanceof Markup.Text text) {
                String words = pieces.isEmpty() ? text.text().substring(start) : text.text();
                for (int i = 0; i < words.length(); i++) state.ends(words.charAt(i));
                urlBegins = words.matches("(?s).*\\(\\s*[\"']?");
                pieces.add(new Piece(words, null, null, false));
            } else {
                Kind kind = state.inUrl() ? Kind.URL : state.inString() ? Kind.STRING : Kind.VALUE;
                pieces.add(new Piece("", holes.get(hole++).code(), kind, urlBegins));
                urlBegins = false;
            }
        }
    }

    void write(Frame frame, StringBuilder out) {
        StringBuilder value = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece.hole == null || piece.kind == null) {
                value.append(piece.text);
                continue;
            }
            Object held = piece.hole.eval(frame);
            if (held == null || held instanceof Boolean) return;
            String text = SlotValues.words(held).strip();
            switch (piece.kind) {
                case VALUE -> {
                    if (!StyleFilter.isPlainValue(text)) return;
                    value.append(text);
                }
                case STRING -> {
                    if (text.chars().anyMatch(c -> c < ' ' || "\"'\\<>{};@`".indexOf(c) >= 0))
                        return;
                    value.append(text);
                }
                case URL -> {
                    if (piece.first && !UrlFilter.MEDIA.allows(text)) return;
                    value.append(UrlFilter.encodeUrl(text));
                }
            }
        }
        StyleFilter.add(property, value.toString().strip(), out);
    }
}
