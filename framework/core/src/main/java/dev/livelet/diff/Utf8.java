package dev.livelet.diff;

/** Encoding of single code points; a lone surrogate counts as U+FFFD. */
final class Utf8 {
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /** How many chars the code point at {@code index} takes. */
    static int units(String text, int index, int to) {
        return pair(text, index, to) ? 2 : 1;
    }

    /**
     * Writes the code point at {@code index}.
     *
     * @return how many bytes it took, at most 4
     */
    static int encode(String text, int index, int to, byte[] target, int at) {
        char c = text.charAt(index);
        if (c < 0x80) {
            target[at] = (byte) c;
            return 1;
        }
        if (c < 0x800) {
            target[at] = (byte) (0xC0 | c >> 6);
            target[at + 1] = continuation(c);
            return 2;
        }
        if (pair(text, index, to)) {
            int point = Character.toCodePoint(c, text.charAt(index + 1));
            target[at] = (byte) (0xF0 | point >> 18);
            target[at + 1] = continuation(point >> 12);
            target[at + 2] = continuation(point >> 6);
            target[at + 3] = continuation(point);
            return 4;
        }
        char one = Character.isSurrogate(c) ? REPLACEMENT : c;
        target[at] = (byte) (0xE0 | one >> 12);
        target[at + 1] = continuation(one >> 6);
        target[at + 2] = continuation(one);
        return 3;
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | bits & 0x3F);
    }

    private static boolean pair(String text, int index, int to) {
        return Character.isHighSurrogate(text.charAt(index))
                && index + 1 < to
                && Character.isLowSurrogate(text.charAt(index + 1));
    }
}
