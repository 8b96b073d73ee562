package dev.livelet.expression;

import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.TreeSet;

/** {@code x is Type name}. */
final class Patterns {
    private Patterns() {}

    static Typed typed(Syntax.Is is, Scope scope) {
        Typed operand = Typing.typed(is.operand(), scope);
        if (Types.isPrimitive(operand.type())) {
            throw new ExpressionException(
                    "'is' asks for the class of an object, found " + Types.name(operand.type()),
                    is.offset());
        }
        Class<?> raw = Types.erase(operand.type());
        Class<?> target = scope.types().findPattern(is.type(), raw);
        if (target == null) {
            Set<String> known = new TreeSet<>(scope.types().names());
            TypeNames.patterns(raw).forEach(type -> known.add(type.getSimpleName()));
            throw new ExpressionException(
                    "no type '" + is.type() + "'" + NearestName.hint(is.type(), known),
                    is.typeOffset());
        }
        boolean possible =
                raw.isAssignableFrom(target)
                        || target.isAssignableFrom(raw)
                        || !raw.isSealed()
                                && (raw.isInterface() && !Modifier.isFinal(target.getModifiers())
                                        || target.isInterface()
                                                && !Modifier.isFinal(raw.getModifiers()));
        if (!possible) {
            String advice =
                    raw.isSealed()
                            ? ": it is one of "
                                    + String.join(
                                            ", ",
                                            TypeNames.patterns(raw).stream()
                                                    .skip(1)
                                                    .map(Types::name)
                                                    .toList())
                            : "";
            throw new ExpressionException(
                    Types.article(operand.type()) + " is never " + Types.article(target) + advice,
                    is.typeOffset());
        }
        Expression code = operand.code();
        if (is.variable() == null) {
            return Typed.of(
                    boolean.class,
                    operand.reads(),
                    scope,
                    frame -> target.isInstance(code.eval(frame)));
        }
        String variable = is.variable();
        if (scope.variable(variable) != null) {
            throw new ExpressionException(
                    "'" + variable + "' is a variable already: choose another name",
                    is.typeOffset());
        }
        Scope bound = scope.with(variable, Types.infer(target, operand.type()));
        int index = scope.size();
        return new Typed(
                boolean.class,
                operand.reads(),
                frame -> {
                    Object value = code.eval(frame);
                    if (!target.isInstance(value)) return false;
                    frame.set(index, value);
                    return true;
                },
                bound,
                scope,
                null);
    }
}
