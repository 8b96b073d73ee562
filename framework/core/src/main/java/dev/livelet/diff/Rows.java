package dev.livelet.diff;

import dev.livelet.expression.Frame;
import dev.livelet.template.TemplateSlot.Loop;

import org.jspecify.annotations.Nullable;

/**
 * The rows of a list in one frame. The frame of a row is valid until the next row is asked for.
 * Confined to one thread.
 */
final class Rows {
    private final Loop loop;
    private final @Nullable Object[] items;
    private final Frame frame;

    private Rows(Loop loop, @Nullable Object[] items, Frame frame) {
        this.loop = loop;
        this.items = items;
        this.frame = frame;
    }

    static Rows of(Loop loop, Frame frame) {
        return new Rows(loop, loop.itemsIn(frame), frame.fork());
    }

    int size() {
        return items.length;
    }

    @Nullable Object item(int index) {
        return items[index];
    }

    /** The frame of the row, the same object for all rows. */
    Frame at(int index) {
        loop.enter(frame, items[index], index);
        return frame;
    }

    Frame frame() {
        return frame;
    }

    boolean keyed() {
        return loop.key() != null;
    }

    @Nullable Object key(int index) {
        return loop.key() == null ? Integer.valueOf(index) : loop.key().eval(at(index));
    }

    /** Looks for duplicate keys, where the policy wants to know of all. */
    void check(DuplicateKeys duplicates) {
        if (!duplicates.strict() || !keyed()) return;
        KeyIndex index = new KeyIndex(items.length);
        for (int i = 0; i < items.length; i++) {
            Object key = key(i);
            if (index.add(key, i)) duplicates.found(loop.source(), key);
        }
    }
}
