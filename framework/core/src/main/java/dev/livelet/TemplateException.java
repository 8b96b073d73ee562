package dev.livelet;

/**
 * A template that cannot be compiled. The message says where (file or class, line and column in the
 * template), shows the line with a caret, and says what was found, what was expected and the
 * nearest name. Lines and columns count from 1.
 */
public final class TemplateException extends LiveletException {
    private static final long serialVersionUID = 1L;
    private final int line;
    private final int column;

    public TemplateException(String message, int line, int column) {
        super(message);
        this.line = line;
        this.column = column;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }
}
