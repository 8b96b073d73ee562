package dev.livelet.entity;

import static dev.livelet.expression.BoundMethod.wrong;

import dev.livelet.Entity;
import dev.livelet.LiveletException;
import dev.livelet.Reply;
import dev.livelet.expression.BoundMethod;
import dev.livelet.expression.ExpressionCompiler;
import dev.livelet.spi.EntityHost;
import dev.livelet.state.StateType;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;

/**
 * A method of an entity, ready to be called.
 *
 * @param arguments their types, after the state
 * @param reply the type of its answer; null where it gives only a state
 */
record EntityHandler(BoundMethod bound, List<Type> arguments, @Nullable Type reply) {
    private static final int MOST_ARGUMENTS = 2;

    /**
     * @throws LiveletException that says what is wrong with the signature and how to mend it
     */
    static EntityHandler call(Entity<?> entity, Class<?> state, Method method) {
        List<Type> arguments = arguments(state, method);
        if (arguments.size() > MOST_ARGUMENTS)
            throw wrong(
                    method,
                    "it takes "
                            + arguments.size()
                            + " arguments after the state; at most two. Put them into a record");
        fit(method, arguments, "its argument");
        Type reply = reply(state, method);
        if (reply != null) fit(method, List.of(reply), "its answer");
        return new EntityHandler(BoundMethod.of(entity, method), arguments, reply);
    }

    /** As {@link #call}, for messages of timers. */
    static EntityHandler message(Entity<?> entity, Class<?> state, Method method) {
        List<Type> arguments = arguments(state, method);
        if (arguments.size() != 1 || !(arguments.getFirst() instanceof Class<?>))
            throw wrong(method, "an @OnMessage method of an entity takes the state and a message");
        fit(method, arguments, "its message");
        if (reply(state, method) != null)
            throw wrong(method, "nobody waits for an answer to a message; return the state");
        return new EntityHandler(BoundMethod.of(entity, method), arguments, null);
    }

    private static List<Type> arguments(Class<?> state, Method method) {
        Class<?>[] types = method.getParameterTypes();
        if (Modifier.isStatic(method.getModifiers()))
            throw wrong(method, "it is static; a handler is a method of its entity");
        if (types.length == 0 || types[0] != state)
            throw wrong(
                    method,
                    "its first parameter must be the state: "
                            + state.getSimpleName()
                            + " "
                            + method.getName()
                            + "("
                            + state.getSimpleName()
                            + " state, …)");
        return List.of(method.getGenericParameterTypes()).subList(1, types.length);
    }

    private static @Nullable Type reply(Class<?> state, Method method) {
        if (method.getReturnType() == state) return null;
        if (method.getGenericReturnType() instanceof ParameterizedType reply
                && reply.getRawType() == Reply.class
                && reply.getActualTypeArguments()[0] == state)
            return reply.getActualTypeArguments()[1];
        throw wrong(
                method,
                "it returns "
                        + ExpressionCompiler.typeName(method.getGenericReturnType())
                        + "; a handler of an entity returns the next "
                        + state.getSimpleName()
                        + ", or Reply<"
                        + state.getSimpleName()
                        + ", …> to answer its caller");
    }

    private static void fit(Method method, List<Type> types, String what) {
        for (Type type : types) {
            List<String> problems = StateType.problems(type);
            if (!problems.isEmpty())
                throw wrong(
                        method,
                        what + " must be fit for another node: " + String.join("; ", problems));
        }
    }

    String name() {
        return method().getName();
    }

    EntityHost.Signature signature() {
        return new EntityHost.Signature(arguments, reply);
    }

    /** The next state, or a {@link Reply}. */
    Object run(Object state, List<@Nullable Object> arguments) throws Throwable {
        @Nullable Object[] values = new @Nullable Object[arguments.size() + 1];
        values[0] = state;
        for (int i = 0; i < arguments.size(); i++) values[i + 1] = arguments.get(i);
        return bound.call(values);
    }

    Method method() {
        return bound.method();
    }

    /** As in {@code Room.post(State, Message)}. */
    @Override
    public String toString() {
        return bound.toString();
    }
}
