package dev.livelet;

import java.util.Set;

/**
 * A click, where the binding has {@code .pointer}.
 *
 * @param x CSS pixels from the element's left edge
 * @param y CSS pixels from the element's top edge
 * @param button as in {@code MouseEvent.button}: 0 is the main one
 * @param held modifier keys held
 */
public record Pointer(double x, double y, int button, Set<Key.Held> held) {
    public Pointer {
        held = Set.copyOf(held);
    }
}
