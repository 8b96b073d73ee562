package dev.livelet.expression;

import dev.livelet.LiveletException;

/**
 * An expression that cannot be compiled. The message says what was found, what was expected, and
 * the nearest name.
 */
public final class ExpressionException extends LiveletException {
    private static final long serialVersionUID = 1L;
    private final int offset;

    /**
     * @param offset where in the expression's source, in UTF-16 units from 0; its length for the
     *     end
     */
    public ExpressionException(String message, int offset) {
        super(message);
        this.offset = offset;
    }

    public int offset() {
        return offset;
    }
}
