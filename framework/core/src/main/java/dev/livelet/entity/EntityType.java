package dev.livelet.entity;

import dev.livelet.Call;
import dev.livelet.Entity;
import dev.livelet.EntitySettings;
import dev.livelet.LiveletException;
import dev.livelet.OnMessage;
import dev.livelet.expression.Types;
import dev.livelet.spi.EntityHost;
import dev.livelet.state.StateType;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A registered type of entities: its state and handlers checked. Immutable and thread-safe. */
public final class EntityType<S> {
    private static final int LONGEST_NAME = 64;

    private final Entity<S> entity;
    private final StateType stateType;
    private final Map<String, EntityHandler> calls;
    private final Map<Class<?>, EntityHandler> messages;
    private final EntityHost.Kind kind;

    private EntityType(
            Entity<S> entity,
            Class<?> state,
            StateType stateType,
            Map<String, EntityHandler> calls,
            Map<Class<?>, EntityHandler> messages) {
        this.entity = entity;
        this.stateType = stateType;
        this.calls = calls;
        this.messages = messages;
        Map<String, EntityHost.Signature> signatures = new LinkedHashMap<>();
        calls.forEach((name, handler) -> signatures.put(name, handler.signature()));
        this.kind =
                new EntityHost.Kind(
                        entity.typeName(),
                        state,
                        entity.settings(),
                        Map.copyOf(signatures),
                        List.copyOf(messages.keySet()));
    }

    /**
     * @throws LiveletException that lists what is wrong, where, and the fix
     */
    public static <S> EntityType<S> of(Entity<S> entity) {
        List<String> problems = new ArrayList<>();
        Class<?> state = state(entity);
        StateType stateType = null;
        try {
            stateType = StateType.of(state);
        } catch (LiveletException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        Map<String, EntityHandler> calls = new LinkedHashMap<>();
        Map<Class<?>, EntityHandler> messages = new LinkedHashMap<>();
        for (Class<?> type = entity.getClass();
                type != null && type != Object.class;
                type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isBridge() || method.isSynthetic()) continue;
                try {
                    add(entity, state, method, calls, messages);
                } catch (LiveletException e) {
                    problems.add(String.valueOf(e.getMessage()));
                }
            }
        }
        String name = entity.typeName();
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.indexOf('/') >= 0)
            problems.add(
                    "typeName() is \""
                            + name
                            + "\": it has 1 to "
                            + LONGEST_NAME
                            + " characters and no slash");
        if (stateType == null || !problems.isEmpty())
            throw new LiveletException(
                    "The entity "
                            + entity.getClass().getName()
                            + " cannot be served:\n- "
                            + String.join("\n- ", problems));
        return new EntityType<>(entity, state, stateType, calls, messages);
    }

    private static Class<?> state(Entity<?> entity) {
        Map<?, Type> known = Types.bindings(entity.getClass(), Entity.class);
        Type state = known.get(Entity.class.getTypeParameters()[0]);
        if (state instanceof Class<?> record) return record;
        throw new LiveletException(
                "The entity "
                        + entity.getClass().getName()
                        + " does not say what its state is: declare it as implements Entity<State>,"
                        + " with State a record without type parameters");
    }

    private static void add(
            Entity<?> entity,
            Class<?> state,
            Method method,
            Map<String, EntityHandler> calls,
            Map<Class<?>, EntityHandler> messages) {
        if (method.isAnnotationPresent(Call.class)) {
            EntityHandler handler = EntityHandler.call(entity, state, method);
            EntityHandler same = calls.putIfAbsent(method.getName(), handler);
            if (same != null && !overrides(same.method(), method))
                throw new LiveletException(
                        "The handlers "
                                + same
                                + " and "
                                + handler
                                + " have one name, and nodes name handlers: rename one of them");
        }
        if (method.isAnnotationPresent(OnMessage.class)) {
            EntityHandler handler = EntityHandler.message(entity, state, method);
            EntityHandler same =
                    messages.putIfAbsent(Types.erase(handler.arguments().getFirst()), handler);
            if (same != null && !overrides(same.method(), method))
                throw new LiveletException(
                        "The handlers "
                                + same
                                + " and "
                                + handler
                                + " are for the same type of message: join them");
        }
    }

    private static boolean overrides(Method sub, Method base) {
        return sub.getDeclaringClass() != base.getDeclaringClass()
                && List.of(sub.getParameterTypes()).equals(List.of(base.getParameterTypes()));
    }

    public EntityHost.Kind kind() {
        return kind;
    }

    Entity<S> entity() {
        return entity;
    }

    EntitySettings settings() {
        return kind.settings();
    }

    String className() {
        return entity.getClass().getSimpleName();
    }

    Map<String, EntityHandler> calls() {
        return calls;
    }

    @Nullable EntityHandler call(String name) {
        return calls.get(name);
    }

    /** The handler for messages of exactly this type. */
    @Nullable EntityHandler message(Object message) {
        EntityHandler exact = messages.get(message.getClass());
        if (exact != null) return exact;
        for (Map.Entry<Class<?>, EntityHandler> each : messages.entrySet())
            if (each.getKey().isInstance(message)) return each.getValue();
        return null;
    }

    /**
     * The state brought to rest.
     *
     * @param before null for a first state
     */
    Object commit(@Nullable Object state, @Nullable Object before, String method) {
        if (state == null)
            throw new LiveletException(
                    method + " of " + className() + " returned null instead of a state");
        return stateType.commit(Objects.requireNonNull(state), before);
    }
}
