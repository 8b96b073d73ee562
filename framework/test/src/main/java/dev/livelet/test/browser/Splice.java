package dev.livelet.test.browser;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

/** Values of text and attributes: plain ones, and splices of the slot's last value. */
final class Splice {
    private Splice() {}

    /** The text of a string, a number, or a splice of {@code base}. */
    static String text(JsonNode value, @Nullable String base) {
        if (value.isString()) return value.stringValue();
        if (value.isNumber()) return JsNumber.text(value.doubleValue());
        if (value.isArray()) return apply(value, base);
        throw new Mismatch("Expected a string, a number or a splice, found " + value);
    }

    /** As {@link #text}, with {@code null} for an absent attribute and "" for a bare one. */
    static @Nullable String attribute(JsonNode value, @Nullable String base) {
        if (value.isNull()) return null;
        if (value.isBoolean() && value.booleanValue()) return "";
        return text(value, base);
    }

    private static String apply(JsonNode splice, @Nullable String base) {
        if (base == null) throw new Mismatch("A splice " + splice + " of a value that is absent");
        int size = splice.size();
        if (size < 1 || size > 3 || !splice.get(size - 1).isString())
            throw new Mismatch("No splice: " + splice);
        int at = size == 1 ? base.length() : splice.get(0).asInt(-1);
        int cut = size == 3 ? splice.get(1).asInt(-1) : 0;
        if (at < 0 || cut < 0 || at + cut > base.length())
            throw new Mismatch("Splice " + splice + " leaves its base of " + base.length());
        if (splits(base, at) || splits(base, at + cut))
            throw new Mismatch("Splice " + splice + " splits a surrogate pair of " + base);
        return base.substring(0, at)
                + splice.get(size - 1).stringValue()
                + base.substring(at + cut);
    }

    private static boolean splits(String text, int at) {
        return at > 0
                && at < text.length()
                && Character.isHighSurrogate(text.charAt(at - 1))
                && Character.isLowSurrogate(text.charAt(at));
    }
}
