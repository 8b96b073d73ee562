package dev.livelet.state;

import dev.livelet.LiveState;
import dev.livelet.LiveletException;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What {@code with(State::count, …)} does at one place in the code: which component of which record
 * it changes.
 */
public final class ComponentChange {
    /** A reference's class is generated for its place in the code, so it is the key. */
    private static final ClassValue<AtomicReference<@Nullable ComponentChange>> CHANGES =
            new ClassValue<>() {
                @Override
                protected AtomicReference<@Nullable ComponentChange> computeValue(Class<?> type) {
                    return new AtomicReference<>();
                }
            };

    private final Class<?> record;
    private final RecordShape shape;
    private final int component;

    private ComponentChange(Class<?> record, int component) {
        this.record = record;
        this.shape = RecordShape.of(record);
        this.component = component;
    }

    public static ComponentChange of(LiveState.Accessor<?, ?> accessor, Class<?> record) {
        AtomicReference<@Nullable ComponentChange> place = CHANGES.get(accessor.getClass());
        ComponentChange known = place.get();
        if (known != null && known.record == record) return known;
        ComponentChange resolved = resolve(accessor, record);
        place.set(resolved);
        return resolved;
    }

    public Object apply(Object state, @Nullable Object value) {
        return shape.with(state, component, value);
    }

    private static ComponentChange resolve(LiveState.Accessor<?, ?> accessor, Class<?> record) {
        if (!record.isRecord()) {
            throw new LiveletException(
                    "with(…) needs a record: "
                            + record.getName()
                            + " implements LiveState, but is a class");
        }
        SerializedLambda reference = serialized(accessor, record);
        String example = record.getSimpleName() + "::" + record.getRecordComponents()[0].getName();
        boolean unbound =
                reference.getImplMethodKind() == MethodHandleInfo.REF_invokeVirtual
                        || reference.getImplMethodKind() == MethodHandleInfo.REF_invokeInterface;
        if (!unbound || reference.getCapturedArgCount() != 0) {
            throw new LiveletException(
                    "with(…) of "
                            + record.getName()
                            + " needs a reference to an accessor, as in "
                            + example
                            + "; found "
                            + (reference.getImplMethodName().startsWith("lambda$")
                                    ? "a lambda"
                                    : reference.getImplMethodName())
                            + " in "
                            + reference.getCapturingClass().replace('/', '.'));
        }
        int component = RecordShape.of(record).index(reference.getImplMethodName());
        if (component < 0) {
            throw new LiveletException(
                    "with(…) needs a component: '"
                            + reference.getImplMethodName()
                            + "' is a method of "
                            + record.getName()
                            + "; its components are "
                            + RecordShape.of(record).names());
        }
        return new ComponentChange(record, component);
    }

    private static SerializedLambda serialized(LiveState.Accessor<?, ?> accessor, Class<?> record) {
        String needs =
                "with(…) of "
                        + record.getName()
                        + " needs a reference to an accessor; found an object of ";
        try {
            Method replace = accessor.getClass().getDeclaredMethod("writeReplace");
            Object replaced = Reach.into(accessor.getClass()).unreflect(replace).invoke(accessor);
            if (replaced instanceof SerializedLambda found) return found;
            throw new LiveletException(needs + accessor.getClass().getName());
        } catch (NoSuchMethodException e) {
            throw new LiveletException(needs + accessor.getClass().getName(), e);
        } catch (LiveletException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new LiveletException(
                    "The reference given to with(…) of " + record.getName() + " cannot be read", e);
        }
    }
}
