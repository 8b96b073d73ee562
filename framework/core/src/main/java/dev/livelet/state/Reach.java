package dev.livelet.state;

import dev.livelet.LiveletException;

import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which lookup reaches the private members of a class: Livelet's own, or for a named module that is
 * not open to Livelet the one that the application gave for any class of it. Thread-safe.
 */
public final class Reach {
    private static final Map<Module, MethodHandles.Lookup> GIVEN = new ConcurrentHashMap<>();

    private Reach() {}

    /** From now on {@code lookup} serves for the module of {@code type}, if it reaches it. */
    public static void give(Class<?> type, MethodHandles.Lookup lookup) {
        if (find(type).isPresent() || full(type, lookup).isEmpty()) return;
        GIVEN.put(type.getModule(), lookup);
    }

    /** Full access to the class's members. */
    public static Optional<MethodHandles.Lookup> find(Class<?> type) {
        Optional<MethodHandles.Lookup> own = full(type, MethodHandles.lookup());
        return own.isPresent()
                ? own
                : Optional.ofNullable(GIVEN.get(type.getModule()))
                        .flatMap(given -> full(type, given));
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
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, from);
            return Optional.of(
                    lookup.hasFullPrivilegeAccess() || type.isHidden()
                            ? lookup // nothing can be defined beside a lambda, nor need be
                            : Foothold.in(type, lookup));
        } catch (IllegalAccessException notOpen) {
            return Optional.empty();
        }
    }
}
