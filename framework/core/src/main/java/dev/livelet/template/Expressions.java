package dev.livelet.template;

import dev.livelet.TemplateException;
import dev.livelet.expression.Call;
import dev.livelet.expression.Compiled;
import dev.livelet.expression.ExpressionCompiler;
import dev.livelet.expression.ExpressionException;
import dev.livelet.expression.Scope;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Compiles the expressions of one template; errors are shown where they stand in it. */
final class Expressions {
    private final SourceText source;

    Expressions(SourceText source) {
        this.source = source;
    }

    Compiled compile(Markup.Code code, Scope scope) {
        return placed(code, () -> ExpressionCompiler.compile(code.source(), scope));
    }

    Call call(Markup.Code code, Scope scope) {
        return placed(code, () -> ExpressionCompiler.call(code.source(), scope));
    }

    Type elementType(Markup.Code code, Compiled items) {
        return placed(code, () -> ExpressionCompiler.elementType(items.type(), indent(code)));
    }

    private <T> T placed(Markup.Code code, Supplier<T> work) {
        try {
            return work.get();
        } catch (ExpressionException e) {
            throw source.error(code.offset() + e.offset(), String.valueOf(e.getMessage()));
        }
    }

    /** An expression that is shown as text: not a collection, and not markup. */
    void checkText(Markup.Code code, Compiled compiled, String where) {
        Class<?> type = erase(compiled.type());
        String name = ExpressionCompiler.typeName(compiled.type());
        if (dev.livelet.Html.class.isAssignableFrom(type))
            throw misfit(
                    code,
                    "found markup (" + name + ") in " + where + "; it can only stand between tags");
        boolean several =
                type.isArray()
                        || Iterable.class.isAssignableFrom(type)
                        || Map.class.isAssignableFrom(type);
        if (several)
            throw misfit(
                    code,
                    "found "
                            + name
                            + " in "
                            + where
                            + "; expected a single value. Use :for, or join it in Java");
        if (Optional.class.isAssignableFrom(type))
            throw misfit(
                    code,
                    "found "
                            + name
                            + " in "
                            + where
                            + "; expected its content: "
                            + code.source().strip()
                            + ".orElse(…)");
        if (type == void.class)
            throw misfit(code, "this gives nothing; expected a value in " + where);
    }

    TemplateException misfit(Markup.Code code, String message) {
        return source.error(code.offset() + indent(code), message);
    }

    private static int indent(Markup.Code code) {
        return code.source().length() - code.source().stripLeading().length();
    }

    static Class<?> erase(Type type) {
        return switch (type) {
            case Class<?> c -> c;
            case ParameterizedType p -> (Class<?>) p.getRawType();
            case GenericArrayType a -> erase(a.getGenericComponentType()).arrayType();
            default -> Object.class;
        };
    }
}
