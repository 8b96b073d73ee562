package dev.livelet.diff;

/**
 * A change of text: whole, or as the piece that differs, whichever is fewer bytes. Never splits a
 * surrogate pair.
 */
final class Splice {
    private Splice() {}

    /**
     * Writes {@code after} for a page that shows {@code before}. Both are normalised, and differ.
     */
    static void write(String before, String after, PatchWriter out) {
        int shorter = Math.min(before.length(), after.length());
        int prefix = 0;
        while (prefix < shorter && before.charAt(prefix) == after.charAt(prefix)) prefix++;
        if (prefix > 0 && Character.isHighSurrogate(after.charAt(prefix - 1))) prefix--;
        int suffix = 0;
        while (suffix < shorter - prefix
                && before.charAt(before.length() - 1 - suffix)
                        == after.charAt(after.length() - 1 - suffix)) suffix++;
        if (suffix > 0 && Character.isLowSurrogate(after.charAt(after.length() - suffix))) suffix--;

        int deleted = before.length() - prefix - suffix;
        boolean append = deleted == 0 && suffix == 0;
        int brackets =
                append
                        ? 2
                        : 3
                                + PatchWriter.digits(prefix)
                                + (deleted == 0 ? 0 : 1 + PatchWriter.digits(deleted));
        if (atMost(brackets, after, prefix, after.length() - suffix)) {
            out.string(after);
            return;
        }
        out.beginArray();
        if (!append) out.number(prefix);
        if (deleted > 0) out.number(deleted);
        out.string(after, prefix, after.length() - suffix).endArray();
    }

    /**
     * Whether the text outside the piece takes at most {@code limit} bytes. Each char takes at
     * least one.
     */
    private static boolean atMost(int limit, String text, int from, int to) {
        if (from + text.length() - to > limit) return false;
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            if (i == from) i = to;
            if (i < text.length()) bytes += bytes(text.charAt(i));
        }
        return bytes <= limit;
    }

    private static int bytes(char c) {
        if (c < ' ') return c == '\n' || c == '\t' || c == '\b' || c == '\f' || c == '\r' ? 2 : 6;
        if (c == '"' || c == '\\') return 2;
        if (c < 0x80) return 1;
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
}
