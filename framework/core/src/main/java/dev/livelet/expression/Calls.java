package dev.livelet.expression;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Calls: of methods of the record, of other objects, of types. */
final class Calls {
    private Calls() {}

    static Typed typed(Syntax.Invoke invoke, Scope scope) {
        List<Typed> arguments = new ArrayList<>();
        for (Syntax argument : invoke.arguments()) arguments.add(Typing.typed(argument, scope));
        if (invoke.receiver() == null) return invokeOnRecord(invoke, arguments, scope);
        Class<?> owner = Typing.typeNamed(invoke.receiver(), scope);
        if (owner != null) {
            List<Method> candidates = Methods.statics(owner, invoke.name());
            if (candidates.isEmpty()) {
                Set<String> known = new TreeSet<>();
                for (Method method : owner.getDeclaredMethods())
                    if (Modifier.isStatic(method.getModifiers())) known.add(method.getName());
                throw new ExpressionException(
                        Types.name(owner)
                                + " has no static method '"
                                + invoke.name()
                                + "'"
                                + NearestName.hint(invoke.name(), known),
                        invoke.offset());
            }
            return call(owner, null, candidates, invoke, arguments, Reads.NOTHING, scope);
        }
        Typed receiver = Typing.receiver(invoke.receiver(), invoke.name(), invoke.offset(), scope);
        Class<?> raw = Types.erase(receiver.type());
        List<Method> candidates = Methods.instance(raw, invoke.name());
        if (candidates.isEmpty()) {
            throw new ExpressionException(
                    Typing.unknown(receiver.type(), invoke.name(), Methods.names(raw)),
                    invoke.offset());
        }
        return call(
                receiver.type(),
                receiver.code(),
                candidates,
                invoke,
                arguments,
                receiver.reads(),
                scope);
    }

    private static Typed invokeOnRecord(Syntax.Invoke invoke, List<Typed> arguments, Scope scope) {
        Method derived =
                arguments.isEmpty() ? Methods.zeroArgument(scope.record(), invoke.name()) : null;
        if (derived != null) return Typing.ofRecord(derived, scope, invoke.offset());
        List<Method> candidates = new ArrayList<>(Methods.instance(scope.record(), invoke.name()));
        candidates.addAll(Methods.statics(scope.record(), invoke.name()));
        if (candidates.isEmpty()) {
            String message =
                    scope.variable(invoke.name()) != null
                            ? "'" + invoke.name() + "' is a variable: write it without '('"
                            : Typing.unknown(
                                    scope.record(), invoke.name(), Methods.names(scope.record()));
            throw new ExpressionException(message, invoke.offset());
        }
        return call(
                scope.record(), Typing::root, candidates, invoke, arguments, Reads.NOTHING, scope);
    }

    private static Typed call(
            Type receiver,
            @Nullable Expression on,
            List<Method> candidates,
            Syntax.Invoke invoke,
            List<Typed> arguments,
            long read,
            Scope scope) {
        Methods.Choice choice =
                Methods.choose(receiver, candidates, invoke.name(), arguments, invoke.offset());
        Method method = choice.method();
        if (method.getReturnType() == void.class) {
            throw new ExpressionException(
                    "'" + invoke.name() + "' returns nothing", invoke.offset());
        }
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        long reads = read;
        List<Expression> codes = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            Typed argument = arguments.get(i);
            Type parameter = choice.parameters().get(i);
            if (argument.isChar() && Types.unbox(parameter) == char.class)
                argument = Operators.asChar(argument, scope);
            reads |= argument.reads();
            codes.add(Conversion.convert(argument.code(), argument.type(), parameter));
        }
        if (on != null && !isStatic && invoke.receiver() == null)
            reads |= MethodReads.of(scope.record(), method);
        Expression code =
                new Invocation(method, Types.erase(receiver), scope.lookup(), invoke.offset())
                        .code(isStatic ? null : on, Varargs.gather(method, codes, choice.spread()));
        return Typed.of(choice.result(), reads, scope, code);
    }
}
