package dev.livelet.expression;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Type;
import java.util.List;

/**
 * An expression as parsed. {@code offset} is where messages about it point: at the name or the
 * operator.
 */
sealed interface Syntax {
    int offset();

    record Literal(int offset, @Nullable Object value, Type type) implements Syntax {}

    record Name(int offset, String name) implements Syntax {}

    record Member(int offset, Syntax receiver, String name) implements Syntax {}

    record Invoke(int offset, @Nullable Syntax receiver, String name, List<Syntax> arguments)
            implements Syntax {}

    record Unary(int offset, String operator, Syntax operand) implements Syntax {}

    record Binary(int offset, String operator, Syntax left, Syntax right) implements Syntax {}

    record Ternary(int offset, Syntax test, Syntax then, Syntax otherwise) implements Syntax {}

    /**
     * @param type with dots where it is qualified
     */
    record Is(int offset, Syntax operand, String type, int typeOffset, @Nullable String variable)
            implements Syntax {}
}
