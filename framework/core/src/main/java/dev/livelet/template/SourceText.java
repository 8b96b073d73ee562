package dev.livelet.template;

import dev.livelet.TemplateException;

/**
 * A template's text under its name: what gives places and errors. Offsets count UTF-16 units from
 * 0.
 */
record SourceText(String name, String text) {
    private static final int SHOWN = 110;

    SourceText {
        text = TrustedParser.normalise(text);
    }

    /** An error whose message shows the line with a caret under the offset. */
    TemplateException error(int offset, String message) {
        int at = Math.min(offset, text.length());
        int start = text.lastIndexOf('\n', at - 1) + 1;
        int end = text.indexOf('\n', at);
        String line = text.substring(start, end < 0 ? text.length() : end).replace('\t', ' ');
        int column = at - start;
        int caret = column;
        if (line.length() > SHOWN) {
            int from = Math.max(0, Math.min(column - SHOWN / 2, line.length() - SHOWN));
            line = line.substring(from, Math.min(line.length(), from + SHOWN));
            caret = column - from;
        }
        String place = name + ":" + line(at) + ":" + (column + 1);
        return new TemplateException(
                place + ": " + message + "\n  " + line + "\n  " + " ".repeat(caret) + "^",
                line(at),
                column + 1);
    }

    /** The place of what stands between two offsets. */
    Source source(int from, int to) {
        String shown = text.substring(from, Math.min(to, text.length())).replace('\n', ' ');
        if (shown.length() > 40) shown = shown.substring(0, 39) + "…";
        return new Source(name, line(from), from - text.lastIndexOf('\n', from - 1), shown);
    }

    int line(int offset) {
        int line = 1;
        for (int i = 0; i < offset; i++) if (text.charAt(i) == '\n') line++;
        return line;
    }
}
