package dev.livelet.expression;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Type;

/**
 * An expression with its type, while it is compiled.
 *
 * @param whenTrue the scope where it is true; the scope it was compiled in unless it is a pattern
 * @param whenFalse the scope where it is false
 * @param literal the value of a string literal, which may also stand for a char
 */
record Typed(
        Type type,
        long reads,
        Expression code,
        Scope whenTrue,
        Scope whenFalse,
        @Nullable String literal) {
    static Typed of(Type type, long reads, Scope scope, Expression code) {
        return new Typed(type, reads, code, scope, scope, null);
    }

    boolean isChar() {
        return literal != null && literal.length() == 1;
    }
}
