package dev.livelet.state;

import dev.livelet.LiveletException;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Which lookup reaches the private members of a class: Livelet's own, or one that the application
 * gave for a class of the same module.
 */
public final class Reach {
    private static final ClassValue<AtomicReference<MethodHandles.@Nullable Lookup>> GIVEN =
            new ClassValue<>() {
                @Override
                protected AtomicReference<MethodHandles.@Nullable Lookup> computeValue(
                        Class<?> type) {
                    return new AtomicReference<>();
                }
            };

    private Reach() {}

    /** From now on {@code lookup} serves for {@code type}, if it reaches it. */
    public static void give(Class<?> type, MethodHandles.Lookup lookup) {
        full(type, lookup).ifPresent(found -> GIVEN.get(type).compareAndSet(null, found));
    }

    /** Full access to the class's members. */
    public static Optional<MethodHandles.Lookup> find(Class<?> type) {
        MethodHandles.Lookup given = GIVEN.get(type).get();
        return given != null ? Optional.of(given) : full(type, MethodHandles.lookup());
    }

    /**
     * @throws LiveletException with the fix, where the class's module is not open to Livelet
     */
    public static MethodHandles.Lookup into(Class<?> type) {
        return find(type).orElseThrow(() -> new LiveletException(advice(type)));
    }

    public static String advice(Class<?> type) {
        return "Livelet cannot reach "
                + type.getName()
                + ": add 'opens "
                + type.getPackageName()
                + ";' to the module, or pass a Lookup to Template.of";
    }

    private static Optional<MethodHandles.Lookup> full(Class<?> type, MethodHandles.Lookup from) {
        try {
            return Optional.of(MethodHandles.privateLookupIn(type, from));
        } catch (IllegalAccessException notOpen) {
            return Optional.empty();
        }
    }
}
