package dev.livelet.expression;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Source to code, when a template is created. Stateless; what it makes is immutable and
 * thread-safe.
 */
public final class ExpressionCompiler {
    private ExpressionCompiler() {}

    /**
     * @throws ExpressionException where it cannot be parsed or its types do not fit
     */
    public static Compiled compile(String source, Scope scope) {
        return compiled(Parser.expression(source), scope);
    }

    /**
     * A handler with arguments, or its bare name. The name is not looked up: it is a method of the
     * view.
     */
    public static Call call(String source, Scope scope) {
        Syntax.Invoke call = Parser.call(source);
        return new Call(
                call.name(),
                call.arguments().stream().map(argument -> compiled(argument, scope)).toList());
    }

    private static Compiled compiled(Syntax syntax, Scope scope) {
        Typed typed = Typing.typed(syntax, scope);
        List<Integer> bound =
                IntStream.range(scope.size(), typed.whenTrue().size()).boxed().toList();
        return new Compiled(
                typed.type(), typed.reads() & ~inner(scope), typed.code(), typed.whenTrue(), bound);
    }

    /**
     * Variables that the expression binds itself: what they depend on is already read where they
     * are bound.
     */
    private static long inner(Scope scope) {
        long inner = Reads.NOTHING;
        for (int i = scope.size(); i < scope.variables(); i++) inner |= Reads.variable(i);
        for (int i = 1; i < scope.size(); i++) inner &= ~Reads.variable(i);
        return inner;
    }

    /**
     * What {@code :for} gives for each item.
     *
     * @param offset where messages point
     */
    public static Type elementType(Type items, int offset) {
        Type element = Types.componentOf(items);
        if (element != null) return element;
        Type sequence = Types.asSuper(items, SequencedCollection.class);
        if (sequence != null)
            return Types.bindings(sequence, SequencedCollection.class)
                    .getOrDefault(SequencedCollection.class.getTypeParameters()[0], Object.class);
        Type map = Types.asSuper(items, SequencedMap.class);
        if (map != null) {
            var known = Types.bindings(map, SequencedMap.class);
            var variables = SequencedMap.class.getTypeParameters();
            return new Types.Parameterized(
                    Map.Entry.class,
                    List.of(
                            known.getOrDefault(variables[0], Object.class),
                            known.getOrDefault(variables[1], Object.class)));
        }
        Class<?> raw = Types.erase(items);
        String advice =
                Map.class.isAssignableFrom(raw)
                        ? ", which has no order: use a SequencedMap or SortedMap, or a list of"
                                + " entries"
                        : Collection.class.isAssignableFrom(raw)
                                ? ", which has no order: use a List, a SequencedSet or a SortedSet"
                                : "";
        throw new ExpressionException(
                "':for' needs a List, an array or another sequence, found "
                        + Types.name(items)
                        + advice,
                offset);
    }

    /**
     * Whether a value of one type may be given where another is asked for: subtypes, boxing,
     * unboxing, widening. Type arguments are covariant, and unknown ones fit.
     */
    public static boolean assignable(Type from, Type to) {
        return Conversion.LENIENT.allows(Types.normal(from), Types.normal(to));
    }

    /**
     * What makes a value of one type a value of another that it is {@link #assignable} to: an int
     * where a long is asked for. Null stays null.
     */
    public static UnaryOperator<@Nullable Object> conversion(Type from, Type to) {
        UnaryOperator<Object> conversion = Conversion.of(Types.normal(from), Types.normal(to));
        if (conversion == null) return value -> value;
        return value -> value == null ? null : conversion.apply(value);
    }

    /** A type as messages name it: {@code List<Row>}. */
    public static String typeName(Type type) {
        return Types.name(type);
    }
}
