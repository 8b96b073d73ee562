package dev.livelet.entity;

import dev.livelet.EntityMethod;
import dev.livelet.LiveletException;
import dev.livelet.state.Reach;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicReference;

/** What a reference like {@code Room::post} names. */
final class EntityMethods {
    /** A reference's class is generated for its place in the code, so it is the key. */
    private static final ClassValue<AtomicReference<@Nullable String>> NAMES =
            new ClassValue<>() {
                @Override
                protected AtomicReference<@Nullable String> computeValue(Class<?> type) {
                    return new AtomicReference<>();
                }
            };

    private EntityMethods() {}

    /**
     * @throws LiveletException for a lambda, or a method that is no {@code @Call} of this entity
     */
    static EntityHandler named(EntityType<?> type, EntityMethod<?> reference) {
        AtomicReference<@Nullable String> place = NAMES.get(reference.getClass());
        String name = place.get();
        if (name == null) {
            name = read(type, reference);
            place.set(name);
        }
        EntityHandler handler = type.call(name);
        if (handler == null)
            throw new LiveletException(
                    type.className()
                            + "."
                            + name
                            + " cannot be called: annotate it with @Call, or name one of "
                            + type.calls().keySet());
        return handler;
    }

    private static String read(EntityType<?> type, EntityMethod<?> reference) {
        SerializedLambda found = serialized(type, reference);
        boolean unbound =
                found.getImplMethodKind() == MethodHandleInfo.REF_invokeVirtual
                        || found.getImplMethodKind() == MethodHandleInfo.REF_invokeInterface
                        || found.getImplMethodKind() == MethodHandleInfo.REF_invokeSpecial;
        if (!unbound
                || found.getCapturedArgCount() != 0
                || found.getImplMethodName().startsWith("lambda$")) {
            throw new LiveletException(
                    "An entity is called by a reference to its method, as in "
                            + type.className()
                            + "::"
                            + type.calls().keySet().stream().findFirst().orElse("method")
                            + "; found "
                            + (found.getImplMethodName().startsWith("lambda$")
                                    ? "a lambda"
                                    : found.getImplMethodName())
                            + " in "
                            + found.getCapturingClass().replace('/', '.'));
        }
        return found.getImplMethodName();
    }

    private static SerializedLambda serialized(EntityType<?> type, EntityMethod<?> reference) {
        String needs =
                "A call of "
                        + type.className()
                        + " needs a reference to its method; found an object of "
                        + reference.getClass().getName();
        try {
            Method replace = reference.getClass().getDeclaredMethod("writeReplace");
            Object replaced = Reach.into(reference.getClass()).unreflect(replace).invoke(reference);
            if (replaced instanceof SerializedLambda found) return found;
            throw new LiveletException(needs);
        } catch (LiveletException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new LiveletException(needs, e);
        }
    }
}
