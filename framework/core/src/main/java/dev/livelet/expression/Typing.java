package dev.livelet.expression;

import dev.livelet.RenderContext;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Syntax to typed code: names, members, calls, patterns. */
final class Typing {
    private static final Object NULL = new Object();
    private static final String CONTEXT = "context";

    private Typing() {}

    static Typed typed(Syntax syntax, Scope scope) {
        return switch (syntax) {
            case Syntax.Literal literal -> literal(literal, scope);
            case Syntax.Name name -> name(name, scope, null);
            case Syntax.Member member -> member(member, scope);
            case Syntax.Invoke invoke -> Calls.typed(invoke, scope);
            case Syntax.Unary unary -> {
                Typed operand = typed(unary.operand(), scope);
                yield unary.operator().equals("!")
                        ? Operators.not(unary, operand)
                        : Operators.negate(unary, operand, scope);
            }
            case Syntax.Binary binary -> binary(binary, scope);
            case Syntax.Ternary ternary -> {
                Typed test = typed(ternary.test(), scope);
                Typed then = typed(ternary.then(), test.whenTrue());
                yield Operators.ternary(
                        ternary, test, then, typed(ternary.otherwise(), test.whenFalse()), scope);
            }
            case Syntax.Is is -> Patterns.typed(is, scope);
        };
    }

    private static Typed literal(Syntax.Literal literal, Scope scope) {
        Object value = literal.value();
        return new Typed(
                literal.type(),
                Reads.NOTHING,
                frame -> value,
                scope,
                scope,
                value instanceof String text ? text : null);
    }

    private static Typed binary(Syntax.Binary binary, Scope scope) {
        return switch (binary.operator()) {
            case "&&" -> {
                Typed left = typed(binary.left(), scope);
                yield Operators.and(binary, left, typed(binary.right(), left.whenTrue()), scope);
            }
            case "||" -> {
                Typed left = typed(binary.left(), scope);
                yield Operators.or(binary, left, typed(binary.right(), left.whenFalse()), scope);
            }
            case "??" ->
                    Operators.coalesce(
                            typed(binary.left(), scope), typed(binary.right(), scope), scope);
            case "==", "!=" -> equality(binary, scope);
            case "<", "<=", ">", ">=" ->
                    Operators.ordering(
                            binary,
                            typed(binary.left(), scope),
                            typed(binary.right(), scope),
                            scope);
            default ->
                    Operators.arithmetic(
                            binary,
                            typed(binary.left(), scope),
                            typed(binary.right(), scope),
                            scope);
        };
    }

    /** A bare name may be a constant of the enum on the other side. */
    private static Typed equality(Syntax.Binary binary, Scope scope) {
        if (binary.left() instanceof Syntax.Name name && value(name, scope) == null) {
            Typed right = typed(binary.right(), scope);
            return Operators.equality(binary, name(name, scope, right.type()), right, scope);
        }
        Typed left = typed(binary.left(), scope);
        Typed right =
                binary.right() instanceof Syntax.Name name
                        ? name(name, scope, left.type())
                        : typed(binary.right(), scope);
        return Operators.equality(binary, left, right, scope);
    }

    /**
     * @param expected where it is an enum, its constants come before those of others
     */
    private static Typed name(Syntax.Name name, Scope scope, @Nullable Type expected) {
        Typed value = value(name, scope);
        if (value != null) return value;
        if (expected != null
                && constant(Types.erase(expected), name.name(), scope) instanceof Typed constant)
            return constant;
        List<Class<?>> owners =
                scope.types().enums().stream()
                        .filter(type -> constant(type, name.name(), scope) != null)
                        .toList();
        if (owners.size() > 1) {
            throw new ExpressionException(
                    "'"
                            + name.name()
                            + "' is a constant of "
                            + String.join(" and ", owners.stream().map(Types::name).toList())
                            + ": write "
                            + Types.name(owners.getFirst())
                            + "."
                            + name.name(),
                    name.offset());
        }
        if (owners.size() == 1
                && constant(owners.getFirst(), name.name(), scope) instanceof Typed constant)
            return constant;
        if (scope.types().find(name.name()) != null) {
            throw new ExpressionException(
                    "'" + name.name() + "' is a type: expected a value", name.offset());
        }
        if (!Methods.instance(scope.record(), name.name()).isEmpty()
                || !Methods.statics(scope.record(), name.name()).isEmpty())
            return Calls.typed(
                    new Syntax.Invoke(name.offset(), null, name.name(), List.of()), scope);
        Set<String> known = names(scope);
        if (expected != null && Types.erase(expected).isEnum()) {
            for (Object constant : Types.erase(expected).getEnumConstants())
                known.add(((Enum<?>) constant).name());
        }
        throw new ExpressionException(unknown(scope.record(), name.name(), known), name.offset());
    }

    /** A variable, a component, a zero-argument method of the record, or the render context. */
    private static @Nullable Typed value(Syntax.Name name, Scope scope) {
        Scope.Variable variable = scope.variable(name.name());
        if (variable != null) {
            int index = variable.index();
            return Typed.of(
                    variable.type(), Reads.variable(index), scope, frame -> frame.get(index));
        }
        Method method = Methods.zeroArgument(scope.record(), name.name());
        if (method != null) return ofRecord(method, scope, name.offset());
        if (name.name().equals(CONTEXT))
            return Typed.of(RenderContext.class, Reads.CONTEXT, scope, Frame::context);
        return null;
    }

    static Typed ofRecord(Method method, Scope scope, int offset) {
        long reads = MethodReads.of(scope.record(), method);
        Type type =
                Types.resolve(
                        method.getGenericReturnType(),
                        Types.bindings(scope.record(), method.getDeclaringClass()));
        var call = new Invocation(method, scope.record(), scope.lookup(), offset).function();
        if (isComponent(scope.record(), method))
            return Typed.of(type, reads, scope, frame -> call.apply(root(frame)));
        int cell = scope.cell(method);
        return Typed.of(
                type,
                reads,
                scope,
                frame -> {
                    @Nullable Object[] cells = frame.derived();
                    Object value = cells[cell];
                    if (value == null) {
                        value = call.apply(root(frame));
                        cells[cell] = value == null ? NULL : value;
                    }
                    return value == NULL ? null : value;
                });
    }

    static Object root(Frame frame) {
        return java.util.Objects.requireNonNull(frame.get(0));
    }

    private static boolean isComponent(Class<?> record, Method method) {
        return record.isRecord()
                && Arrays.stream(record.getRecordComponents())
                        .anyMatch(component -> method.equals(component.getAccessor()));
    }

    private static @Nullable Typed constant(Class<?> type, String name, Scope scope) {
        if (!type.isEnum()) return null;
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name))
                return Typed.of(type, Reads.NOTHING, scope, frame -> constant);
        }
        return null;
    }

    private static Set<String> names(Scope scope) {
        Set<String> names = new TreeSet<>(Methods.names(scope.record()));
        scope.declared().forEach(variable -> names.add(variable.name()));
        return names;
    }

    static String unknown(Type owner, String name, Set<String> known) {
        if (name.equals("this") || name.equals("state"))
            return Types.name(owner)
                    + " has no '"
                    + name
                    + "': a template names what is in its record directly, as "
                    + known.stream().findFirst().orElse("count");
        return Types.name(owner) + " has no '" + name + "'" + NearestName.hint(name, known);
    }

    /** The type that a receiver names, if it is no value. */
    static @Nullable Class<?> typeNamed(Syntax syntax, Scope scope) {
        return switch (syntax) {
            case Syntax.Name name when value(name, scope) == null ->
                    scope.types().find(name.name());
            case Syntax.Member member
                    when typeNamed(member.receiver(), scope) instanceof Class<?> outer ->
                    TypeNames.nested(outer, member.name());
            default -> null;
        };
    }

    private static Typed member(Syntax.Member member, Scope scope) {
        Class<?> owner = typeNamed(member.receiver(), scope);
        if (owner != null) return ofType(owner, member, scope);
        Typed receiver = receiver(member.receiver(), member.name(), member.offset(), scope);
        Expression code = receiver.code();
        if (member.name().equals("length") && Types.componentOf(receiver.type()) != null) {
            return Typed.of(
                    int.class,
                    receiver.reads(),
                    scope,
                    frame -> {
                        Object array = code.eval(frame);
                        return array == null
                                ? null
                                : (Object) java.lang.reflect.Array.getLength(array);
                    });
        }
        Class<?> raw = Types.erase(receiver.type());
        Method method = Methods.zeroArgument(raw, member.name());
        if (method == null) {
            if (!Methods.instance(raw, member.name()).isEmpty())
                return Calls.typed(withoutArguments(member), scope);
            throw new ExpressionException(
                    unknown(receiver.type(), member.name(), Methods.names(raw)), member.offset());
        }
        Type type =
                Types.resolve(
                        method.getGenericReturnType(),
                        Types.bindings(receiver.type(), method.getDeclaringClass()));
        return Typed.of(
                type,
                receiver.reads(),
                scope,
                new Invocation(method, raw, scope.lookup(), member.offset()).code(code));
    }

    /** For its message, or for a method with varargs. */
    private static Syntax.Invoke withoutArguments(Syntax.Member member) {
        return new Syntax.Invoke(member.offset(), member.receiver(), member.name(), List.of());
    }

    static Typed receiver(Syntax syntax, String member, int offset, Scope scope) {
        if (syntax instanceof Syntax.Name name
                && value(name, scope) == null
                && Character.isUpperCase(name.name().charAt(0))
                && scope.types().enums().stream()
                        .noneMatch(type -> constant(type, name.name(), scope) != null)) {
            throw new ExpressionException(
                    "no type '"
                            + name.name()
                            + "'"
                            + NearestName.hint(name.name(), scope.types().names())
                            + ": types are the record's, those beside it, and those given to"
                            + " Template.of",
                    name.offset());
        }
        Typed receiver = typed(syntax, scope);
        if (Types.isPrimitive(receiver.type()) || receiver.type() == Types.NULL) {
            throw new ExpressionException(
                    Types.name(receiver.type()) + " has no '" + member + "'", offset);
        }
        return receiver;
    }

    /** {@code Status.OPEN}. */
    private static Typed ofType(Class<?> owner, Syntax.Member member, Scope scope) {
        Typed constant = constant(owner, member.name(), scope);
        if (constant != null) return constant;
        Set<String> known = new TreeSet<>();
        if (owner.isEnum())
            for (Object each : owner.getEnumConstants()) known.add(((Enum<?>) each).name());
        boolean method = !Methods.statics(owner, member.name()).isEmpty();
        throw new ExpressionException(
                method
                        ? "'" + member.name() + "' is a method: write " + member.name() + "()"
                        : unknown(owner, member.name(), known),
                member.offset());
    }
}
