package dev.livelet.expression;

import org.jspecify.annotations.Nullable;

/**
 * A word of an expression.
 *
 * @param text as written
 * @param value of a number or string
 */
record Token(Kind kind, String text, int offset, @Nullable Object value) {
    enum Kind {
        NUMBER,
        STRING,
        NAME,
        OPERATOR,
        END
    }

    boolean is(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    boolean isName() {
        return kind == Kind.NAME;
    }

    /** As messages name it. */
    String described() {
        return kind == Kind.END ? "the end" : kind == Kind.STRING ? text : "'" + text + "'";
    }
}
