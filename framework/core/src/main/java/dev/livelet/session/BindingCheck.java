package dev.livelet.session;

import dev.livelet.expression.ExpressionCompiler;
import dev.livelet.expression.NearestName;
import dev.livelet.session.Parameter.Kind;
import dev.livelet.template.EventBinding;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;

/**
 * Whether the handler that a binding names can serve it.
 *
 * @param emitted whether it is a stateful component's: then {@code socket.emit} adds arguments that
 *     are known only when it runs
 */
record BindingCheck(EventBinding binding, BoundView owner, boolean emitted) {
    private static final Set<String> FIELD_EVENTS = Set.of("input", "change");
    private static final Set<String> FIELDS = Set.of("button", "input", "select", "textarea");
    private static final Set<String> KEY_EVENTS = Set.of("keydown", "keyup");

    /** What is wrong and how to mend it; null when it fits. */
    @Nullable String problem() {
        if (!emitted && binding.type().equals("submit") && FIELDS.contains(binding.element()))
            return "a <"
                    + binding.element()
                    + "> is never submitted, its form is; bind submit on the <form>";
        Handler handler = owner.handlers().event(binding.handler());
        if (handler == null) return owner.handlers().rejected(binding.handler()) ? null : unknown();
        String arguments = arguments(handler);
        if (arguments != null) return arguments;
        for (Parameter parameter : handler.parameters()) {
            String carried = emitted ? null : carried(parameter);
            if (carried != null) return "the handler " + handler + " takes " + carried;
            if (emitted && parameter.kind() != Kind.ARGUMENT && parameter.kind() != Kind.SOCKET) {
                return "the handler "
                        + handler
                        + " takes a "
                        + ExpressionCompiler.typeName(parameter.type())
                        + ", but what a component emits carries only arguments";
            }
        }
        return null;
    }

    private String unknown() {
        Set<String> names = owner.handlers().names();
        return "there is no handler '"
                + binding.handler()
                + "' in "
                + owner.name()
                + NearestName.hint(binding.handler(), names)
                + (names.isEmpty() ? "; annotate a method with @On" : "");
    }

    private @Nullable String arguments(Handler handler) {
        List<Type> given = binding.argumentTypes();
        int taken = handler.arguments();
        if (emitted ? given.size() > taken : given.size() != taken) {
            return "gives "
                    + count(given.size())
                    + " to the handler "
                    + handler
                    + ", which takes "
                    + count(taken)
                    + " after the state";
        }
        for (int i = 0; i < given.size(); i++) {
            Type wanted = handler.parameters().get(i).type();
            if (!ExpressionCompiler.assignable(given.get(i), wanted)) {
                return "argument "
                        + (i + 1)
                        + " is of type "
                        + ExpressionCompiler.typeName(given.get(i))
                        + ", the handler "
                        + handler
                        + " wants "
                        + ExpressionCompiler.typeName(wanted);
            }
        }
        return null;
    }

    private static String count(int arguments) {
        return arguments == 1 ? "1 argument" : arguments + " arguments";
    }

    private @Nullable String carried(Parameter parameter) {
        boolean form = binding.element().equals("form");
        String event = "on:" + binding.type() + " on <" + binding.element() + ">";
        return switch (parameter.kind()) {
            case ARGUMENT, SOCKET -> null;
            case FORM ->
                    form
                                    && (binding.type().equals("submit")
                                            || FIELD_EVENTS.contains(binding.type()))
                            ? null
                            : "a Form, but "
                                    + event
                                    + " carries none; bind submit, input or change on the <form>";
            case INPUT ->
                    !form && FIELD_EVENTS.contains(binding.type())
                            ? null
                            : "an Input, but "
                                    + event
                                    + " carries none; bind input or change on the field itself";
            case KEY ->
                    KEY_EVENTS.contains(binding.type())
                            ? null
                            : "a Key, but " + event + " carries none; bind keydown or keyup";
            case POINTER ->
                    binding.pointer()
                            ? null
                            : "a Pointer, but the binding does not ask for it; write on:"
                                    + binding.type()
                                    + ".pointer";
        };
    }
}
