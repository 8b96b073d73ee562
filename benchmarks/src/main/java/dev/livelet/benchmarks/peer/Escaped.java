package dev.livelet.benchmarks.peer;

import org.jspecify.annotations.Nullable;

/** Text as it stands in HTML. */
final class Escaped {
    private Escaped() {}

    static String of(String text) {
        for (int i = 0; i < text.length(); i++)
            if (entity(text.charAt(i)) != null) return escape(text, i);
        return text;
    }

    private static String escape(String text, int first) {
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            String entity = entity(text.charAt(i));
            if (entity == null) out.append(text.charAt(i));
            else out.append(entity);
        }
        return out.toString();
    }

    private static @Nullable String entity(char c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            default -> null;
        };
    }
}
