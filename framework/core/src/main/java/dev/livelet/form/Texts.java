package dev.livelet.form;

/** The {@code normalise} of the protocol, for texts that users type. */
final class Texts {
    private Texts() {}

    /** NUL and lone surrogates become U+FFFD, CR LF and CR become LF. */
    static String normalise(String text) {
        StringBuilder normal = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair =
                    Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
            boolean plain = pair || c != '\0' && c != '\r' && !Character.isSurrogate(c);
            if (!plain && normal == null)
                normal = new StringBuilder(text.length()).append(text, 0, i);
            if (normal != null) {
                if (pair) normal.append(c).append(text.charAt(i + 1));
                else if (c != '\r') normal.append(plain ? c : '\uFFFD');
                else if (i + 1 == text.length() || text.charAt(i + 1) != '\n') normal.append('\n');
            }
            if (pair) i++;
        }
        return normal == null ? text : normal.toString();
    }
}
