package dev.livelet.session;

import static dev.livelet.expression.BoundMethod.wrong;

import dev.livelet.LiveView;
import dev.livelet.LiveletException;
import dev.livelet.expression.BoundMethod;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A method of a view that serves events or messages, ready to be called.
 *
 * @param parameters those after the state
 * @param allowsStale whether it also serves an event whose binding is no longer on the page
 */
record Handler(BoundMethod bound, List<Parameter> parameters, boolean allowsStale) {

    /**
     * @throws LiveletException that says what is wrong with the signature and how to mend it
     */
    static Handler of(LiveView<?> view, Class<?> state, Method method, boolean allowsStale) {
        Class<?>[] types = method.getParameterTypes();
        String stateName = state.getSimpleName();
        if (types.length == 0 || !types[0].isAssignableFrom(state)) {
            throw wrong(
                    method,
                    "its first parameter must be the state: "
                            + stateName
                            + " "
                            + method.getName()
                            + "("
                            + stateName
                            + " state, …)");
        }
        Class<?> result = method.getReturnType();
        if (result != void.class
                && !state.isAssignableFrom(result)
                && !result.isAssignableFrom(state)) {
            throw wrong(
                    method,
                    "it returns "
                            + result.getSimpleName()
                            + "; a handler returns the next "
                            + stateName
                            + ", or void where it only acts");
        }
        List<Parameter> parameters = parameters(method);
        return new Handler(BoundMethod.of(view, method), parameters, allowsStale);
    }

    private static List<Parameter> parameters(Method method) {
        Type[] types = method.getGenericParameterTypes();
        List<Parameter> parameters = new ArrayList<>();
        for (Type type : Arrays.asList(types).subList(1, types.length)) {
            Parameter parameter;
            try {
                parameter = Parameter.of(type);
            } catch (LiveletException e) {
                throw wrong(method, e.getMessage());
            }
            boolean late =
                    !parameters.isEmpty() && parameters.getLast().kind() != Parameter.Kind.ARGUMENT;
            if (parameter.kind() == Parameter.Kind.ARGUMENT && late) {
                throw wrong(
                        method,
                        "its parameter of type "
                                + type.getTypeName()
                                + " stands after what the event carries; the template's arguments"
                                + " come first, then Form, Key, Pointer, Input and Socket");
            }
            parameters.add(parameter);
        }
        return List.copyOf(parameters);
    }

    /** How many arguments the template gives. */
    int arguments() {
        return (int) parameters.stream().filter(p -> p.kind() == Parameter.Kind.ARGUMENT).count();
    }

    boolean takes(Parameter.Kind kind) {
        return parameters.stream().anyMatch(p -> p.kind() == kind);
    }

    /**
     * Calls the method.
     *
     * @param values the state, then a value for each parameter
     * @return the next state: for a void method the one given
     */
    Object call(@Nullable Object[] values) throws Throwable {
        return bound.call(values);
    }

    Method method() {
        return bound.method();
    }

    /** As in {@code Counter.add(State, int)}. */
    @Override
    public String toString() {
        return bound.toString();
    }
}
