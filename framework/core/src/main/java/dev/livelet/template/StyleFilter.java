package dev.livelet.template;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lets CSS declarations through that can be nothing but declarations: known characters, balanced
 * quotes and brackets, no at-rules, no escapes, no comments, no scripts, addresses by the rules of
 * {@link UrlFilter}. The result may stand in a style sheet and in an attribute. Anything else is
 * left out, declaration by declaration.
 */
final class StyleFilter {
    private static final Pattern PROPERTY =
            Pattern.compile("--[A-Za-z0-9_-]+|-?[A-Za-z][A-Za-z-]*");
    private static final Set<String> DEAD_PROPERTIES =
            Set.of("behavior", "-moz-binding", "-ms-behavior");
    private static final Pattern DEAD_FUNCTION =
            Pattern.compile(
                    "expression|javascript|vbscript|.*image.*|.*element.*|src|attr|.*url.+");

    private StyleFilter() {}

    /** Declarations, as {@code a: b; c: d}; "" where none is left. */
    static String declarations(String css) {
        StringBuilder out = new StringBuilder();
        int start = 0;
        while (start < css.length()) {
            int end = end(css, start);
            String declaration = css.substring(start, end);
            int colon = declaration.indexOf(':');
            if (colon > 0)
                add(
                        declaration.substring(0, colon).strip(),
                        declaration.substring(colon + 1).strip(),
                        out);
            start = end + 1;
        }
        return out.toString();
    }

    /** Appends a declaration if it is allowed. */
    static void add(String property, String value, StringBuilder out) {
        if (!isProperty(property) || !isValue(value)) return;
        if (!out.isEmpty()) out.append("; ");
        out.append(property.startsWith("--") ? property : property.toLowerCase(Locale.ROOT))
                .append(": ")
                .append(value);
    }

    static boolean isProperty(String property) {
        return PROPERTY.matcher(property).matches()
                && !DEAD_PROPERTIES.contains(property.toLowerCase(Locale.ROOT));
    }

    /**
     * Where the declaration that begins at {@code start} ends: a semicolon outside of quotes and
     * brackets.
     */
    private static int end(String css, int start) {
        char quote = 0;
        int depth = 0;
        for (int i = start; i < css.length(); i++) {
            char c = css.charAt(i);
            if (quote != 0) {
                if (c == quote) quote = 0;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
            } else if (c == ';' && depth <= 0) {
                return i;
            }
        }
        return css.length();
    }

    /** Whether this is one value: it ends nothing that it did not begin. */
    static boolean isValue(String value) {
        if (value.isEmpty()) return false;
        int depth = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == 0x7f || "\\{}<>:;@`".indexOf(c) >= 0 || value.startsWith("/*", i))
                return false;
            if (c == '"' || c == '\'') {
                i = stringEnd(value, i);
                if (i < 0) return false;
            } else if (c == '(' || c == '[') {
                depth++;
                if (c == '(') {
                    String function = identifierBefore(value, i);
                    if (function.equals("url")) {
                        int end = urlEnd(value, i);
                        if (end < 0) return false;
                        i = end;
                        depth--;
                    } else if (DEAD_FUNCTION.matcher(function).matches()) {
                        return false;
                    }
                }
            } else if ((c == ')' || c == ']') && --depth < 0) {
                return false;
            }
        }
        return depth == 0;
    }

    /**
     * Whether a value may come from a hole within a declaration: as {@link #isValue}, and without
     * addresses and strings.
     */
    static boolean isPlainValue(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        return isValue(value)
                && !lower.contains("url(")
                && lower.indexOf('"') < 0
                && lower.indexOf('\'') < 0
                && lower.indexOf(':') < 0;
    }

    /** The end of a string, or -1 where it never ends or holds what a string should not. */
    private static int stringEnd(String value, int start) {
        for (int i = start + 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == value.charAt(start)) return i;
            if (c < ' ' || c == '\\' || c == '<') return -1;
        }
        return -1;
    }

    /** The closing bracket of {@code url(…)}, or -1 where its address is not allowed. */
    private static int urlEnd(String value, int open) {
        int end = value.indexOf(')', open);
        if (end < 0) return -1;
        String inside = value.substring(open + 1, end).strip();
        boolean quoted =
                inside.length() >= 2
                        && (inside.charAt(0) == '"' || inside.charAt(0) == '\'')
                        && inside.charAt(0) == inside.charAt(inside.length() - 1);
        String address = quoted ? inside.substring(1, inside.length() - 1) : inside;
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c <= ' ' || "\"'()\\<>".indexOf(c) >= 0) return -1;
        }
        return UrlFilter.MEDIA.allows(address) ? end : -1;
    }

    private static String identifierBefore(String value, int end) {
        int start = end;
        while (start > 0
                && (Character.isLetterOrDigit(value.charAt(start - 1))
                        || value.charAt(start - 1) == '-'
                        || value.charAt(start - 1) == '_')) start--;
        return value.substring(start, end).toLowerCase(Locale.ROOT);
    }
}
