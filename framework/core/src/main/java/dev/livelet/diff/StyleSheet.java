package dev.livelet.diff;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The styles of the first render as rules of one sheet: a strict CSP ignores style attributes in a
 * page's HTML, but allows a sheet by its hash. Elements with the same declarations share a rule.
 * The browser takes the values over through the CSSOM and drops the sheet. A key is the rule's
 * index.
 */
final class StyleSheet {
    static final String ATTRIBUTE = "data-live-style";

    private final Map<String, String> keys = new LinkedHashMap<>();

    String key(String declarations) {
        String known = keys.get(declarations);
        if (known != null) return known;
        String key = Integer.toString(keys.size());
        keys.put(declarations, key);
        return key;
    }

    @Override
    public String toString() {
        if (keys.isEmpty()) return "";
        StringBuilder sheet = new StringBuilder();
        keys.forEach(
                (declarations, key) ->
                        sheet.append('[')
                                .append(ATTRIBUTE)
                                .append("=\"")
                                .append(key)
                                .append("\"]{")
                                .append(declarations)
                                .append('}'));
        return sheet.toString();
    }

    /**
     * Whether these declarations stay within their rule and their element, wherever they came from:
     * no braces, nothing that ends the style element, and every string, bracket, comment and escape
     * is closed (CSS Syntax 3, 5.4: an open one would swallow what follows).
     */
    static boolean contained(String declarations) {
        StringBuilder open = new StringBuilder();
        int length = declarations.length();
        for (int i = 0; i < length; i++) {
            char c = declarations.charAt(i);
            switch (c) {
                case '{', '}', '<' -> {
                    return false;
                }
                case '\\' -> {
                    if (++i == length
                            || declarations.charAt(i) == '\n'
                            || declarations.charAt(i) == '\f') return false;
                    if (declarations.charAt(i) == '<') return false;
                }
                case '"', '\'' -> {
                    i = endOfString(declarations, i);
                    if (i < 0) return false;
                }
                case '(', '[' -> open.append(c == '(' ? ')' : ']');
                case ')', ']' -> {
                    int last = open.length() - 1;
                    if (last < 0 || open.charAt(last) != c) return false;
                    open.setLength(last);
                }
                case '/' -> {
                    if (declarations.startsWith("/*", i)) {
                        int end = declarations.indexOf("*/", i + 2);
                        if (end < 0 || declarations.substring(i, end).indexOf('<') >= 0)
                            return false;
                        i = end + 1;
                    }
                }
                default -> {}
            }
        }
        return open.isEmpty();
    }

    /** The index of the closing quote, -1 where the string is not closed on its line. */
    private static int endOfString(String text, int start) {
        for (int i = start + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == text.charAt(start)) return i;
            if (c == '\n' || c == '\f' || c == '<') return -1;
            if (c == '\\' && (++i == text.length() || text.charAt(i) == '<')) return -1;
        }
        return -1;
    }
}
