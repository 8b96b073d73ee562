package dev.livelet.diff;

import dev.livelet.Html;
import dev.livelet.LiveletException;
import dev.livelet.expression.Frame;
import dev.livelet.template.RecordHtml;
import dev.livelet.template.SlotContent;
import dev.livelet.template.TemplateSlot;
import dev.livelet.template.TrustedHtml;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Values as the page shows them, the same for HTML and patches: NUL and lone surrogates are U+FFFD,
 * CR LF and CR are LF (what HTML parsers would make of them: WHATWG HTML 13.2.3.5).
 */
final class Normalised {
    private static final char REPLACEMENT = '\uFFFD';

    /** Beyond it JavaScript's numbers skip integers. */
    private static final long LARGEST_EXACT = (1L << 53) - 1;

    private Normalised() {}

    /** The text of a value: "" for null. */
    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case String text -> text(text);
            case Integer number -> number.toString();
            default -> text(String.valueOf(value));
        };
    }

    /** The value of an attribute: null (absent), TRUE (bare), or its text; numbers stay numbers. */
    static @Nullable Object attribute(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Boolean bare -> bare ? Boolean.TRUE : null;
            case String text -> text(text);
            default -> exact(value) ? value : text(value);
        };
    }

    /**
     * Declarations, or null. What would not stay within its rule of the first sheet is left out of
     * patches as well.
     */
    static @Nullable String style(@Nullable Object value) {
        if (value == null) return null;
        String declarations = text(value);
        return StyleSheet.contained(declarations) ? declarations : null;
    }

    /** The attributes of a spread that are present, in their order. */
    static Map<String, Object> spread(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> given) || given.isEmpty()) return Map.of();
        Map<String, Object> present = new LinkedHashMap<>();
        given.forEach(
                (name, attribute) -> {
                    Object shown = attribute(attribute);
                    if (shown != null)
                        present.put(
                                String.valueOf(name),
                                shown == Boolean.TRUE ? shown : shown.toString());
                });
        return present;
    }

    /** Markup to show, or null for nothing. */
    static @Nullable Html html(TemplateSlot.Dynamic slot, Frame frame) {
        Object value = slot.value().eval(frame);
        return switch (value) {
            case null -> null;
            case TrustedHtml trusted when trusted.nodes().isEmpty() -> null;
            case RecordHtml template -> template;
            case SlotContent content -> content;
            case TrustedHtml trusted -> trusted;
            default ->
                    throw new LiveletException(
                            slot.source()
                                    + ": a "
                                    + value.getClass().getName()
                                    + " is no markup; use template.with(record), Html.trusted or"
                                    + " Html.sanitized");
        };
    }

    static Object record(TemplateSlot.Component slot, Frame frame) {
        Object record = slot.record().eval(frame);
        if (record == null)
            throw new LiveletException(
                    slot.source() + ": the component's state is null; guard it with :if");
        return record;
    }

    /** Whether a value is an integer that JavaScript's numbers show with the same digits. */
    static boolean exact(@Nullable Object value) {
        return value instanceof Integer
                || value instanceof Long number
                        && number >= -LARGEST_EXACT
                        && number <= LARGEST_EXACT
                || value instanceof Short
                || value instanceof Byte;
    }

    static String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || c == '\r' || Character.isSurrogate(c)) {
                if (Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1))) i++;
                else return mended(text, i);
            }
        }
        return text;
    }

    private static String mended(String text, int clean) {
        StringBuilder mended = new StringBuilder(text.length()).append(text, 0, clean);
        for (int i = clean; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r') {
                if (i + 1 == text.length() || text.charAt(i + 1) != '\n') mended.append('\n');
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                mended.append(c).append(text.charAt(++i));
            } else {
                mended.append(c == 0 || Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        return mended.toString();
    }
}
