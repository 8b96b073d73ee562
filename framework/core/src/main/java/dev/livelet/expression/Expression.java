package dev.livelet.expression;

import org.jspecify.annotations.Nullable;

/** A compiled expression: a pure function of the frame. Thread-safe. */
@FunctionalInterface
public interface Expression {
    @Nullable Object eval(Frame frame);
}
