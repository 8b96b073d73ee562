package dev.livelet.expression;

import java.lang.reflect.Type;
import java.util.List;

/**
 * A compiled expression with what is known about it.
 *
 * @param type its static type; {@code Void} for {@code null}. A value of a primitive type may still
 *     be null where a receiver was
 * @param reads what it depends on, as a mask of {@link Reads}
 * @param whenTrue the scope with the pattern variables that are bound when the (boolean) expression
 *     is true
 * @param bound the frame indices of those variables; evaluating {@code code} sets them in the frame
 */
public record Compiled(
        Type type, long reads, Expression code, Scope whenTrue, List<Integer> bound) {}
