package dev.livelet;

import java.util.Set;

/**
 * A key that was pressed or released.
 *
 * @param name as in {@code KeyboardEvent.key}: {@code "a"}, {@code "Enter"}
 * @param held modifier keys held
 * @param repeat whether it repeats because it is held down
 */
public record Key(String name, Set<Held> held, boolean repeat) {
    public enum Held {
        CTRL,
        SHIFT,
        ALT,
        META
    }

    public Key {
        held = Set.copyOf(held);
    }
}
