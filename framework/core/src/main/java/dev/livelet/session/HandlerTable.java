package dev.livelet.session;

import dev.livelet.Gap;
import dev.livelet.LiveView;
import dev.livelet.LiveletException;
import dev.livelet.On;
import dev.livelet.OnMessage;
import dev.livelet.Presence;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The handlers of one view: {@link On} methods by name, {@link OnMessage} methods by type.
 * Thread-safe.
 */
final class HandlerTable {
    private static final Logger log = LoggerFactory.getLogger(HandlerTable.class);

    private final String view;
    private final Map<String, Handler> events = new LinkedHashMap<>();
    private final Set<String> rejected = new HashSet<>();
    private final List<Handler> messages = new ArrayList<>();
    private final ConcurrentHashMap<Class<?>, Optional<Handler>> byMessage =
            new ConcurrentHashMap<>();

    /**
     * @param problems gets what is wrong with the handlers
     */
    HandlerTable(LiveView<?> view, Class<?> state, List<String> problems) {
        this.view = view.getClass().getName();
        for (Class<?> type = view.getClass();
                type != null && type != Object.class;
                type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isBridge() || method.isSynthetic()) continue;
                try {
                    add(view, state, method);
                } catch (LiveletException e) {
                    rejected.add(method.getName());
                    problems.add(String.valueOf(e.getMessage()));
                }
            }
        }
    }

    private void add(LiveView<?> view, Class<?> state, Method method) {
        On on = method.getAnnotation(On.class);
        if (on != null) {
            Handler handler = Handler.of(view, state, method, on.stale() == On.Stale.ALLOW);
            Handler same = events.putIfAbsent(method.getName(), handler);
            // A subclass comes first: what it overrides, it replaces.
            if (same != null && !overrides(same.method(), method)) {
                throw new LiveletException(
                        "The handlers "
                                + same
                                + " and "
                                + handler
                                + " have one name, and templates name handlers: rename one of"
                                + " them");
            }
        }
        if (method.isAnnotationPresent(OnMessage.class)) messages.add(message(view, state, method));
    }

    private static boolean overrides(Method sub, Method base) {
        return sub.getDeclaringClass() != base.getDeclaringClass()
                && List.of(sub.getParameterTypes()).equals(List.of(base.getParameterTypes()));
    }

    private Handler message(LiveView<?> view, Class<?> state, Method method) {
        Handler handler = Handler.of(view, state, method, false);
        List<Parameter> parameters = handler.parameters();
        boolean fits =
                !parameters.isEmpty()
                        && parameters.getFirst().kind() == Parameter.Kind.ARGUMENT
                        && parameters.stream()
                                .skip(1)
                                .allMatch(p -> p.kind() == Parameter.Kind.SOCKET);
        if (!fits) {
            throw new LiveletException(
                    "The handler "
                            + handler
                            + ": an @OnMessage method takes the state, the message, and a Socket"
                            + " where it needs one");
        }
        for (Handler other : messages) {
            if (type(other) == type(handler) && !overrides(other.method(), method)) {
                throw new LiveletException(
                        "The handlers "
                                + other
                                + " and "
                                + handler
                                + " are for the same type of message: join them");
            }
        }
        return handler;
    }

    @Nullable Handler event(String name) {
        return events.get(name);
    }

    Set<String> names() {
        return events.keySet();
    }

    /** Whether there is a handler of this name that is itself a problem. */
    boolean rejected(String name) {
        return rejected.contains(name);
    }

    boolean takesMessages() {
        return !messages.isEmpty();
    }

    /** What its {@code @OnMessage} methods take. */
    List<Class<?>> messageTypes() {
        return messages.stream().<Class<?>>map(HandlerTable::type).toList();
    }

    /**
     * The handler with the most specific type that this message has; null when there is none.
     *
     * @throws LiveletException when two unrelated types fit equally
     */
    @Nullable Handler message(Object message) {
        return byMessage.computeIfAbsent(message.getClass(), this::mostSpecific).orElse(null);
    }

    private Optional<Handler> mostSpecific(Class<?> message) {
        Handler best = null;
        for (Handler handler : messages) {
            if (!type(handler).isAssignableFrom(message)) continue;
            if (best == null || type(best).isAssignableFrom(type(handler))) best = handler;
        }
        for (Handler handler : messages) {
            if (best == null || handler == best || !type(handler).isAssignableFrom(message))
                continue;
            if (!type(handler).isAssignableFrom(type(best))) {
                throw new LiveletException(
                        "A message of type "
                                + message.getName()
                                + " fits both "
                                + best
                                + " and "
                                + handler
                                + ": add an @OnMessage method for "
                                + message.getSimpleName()
                                + " itself");
            }
        }
        if (best == null && message != Presence.Change.class && message != Gap.class)
            log.warn(
                    "{} gets messages of type {} and has no @OnMessage method for them: they are"
                            + " dropped, and this is said once",
                    view,
                    message.getName());
        return Optional.ofNullable(best);
    }

    private static Class<?> type(Handler handler) {
        return MethodType.methodType(handler.method().getParameterTypes()[1]).wrap().returnType();
    }
}
