package dev.livelet.diff;

import dev.livelet.LiveletException;
import dev.livelet.expression.Frame;
import dev.livelet.template.TemplateSlot.Loop;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Map;

/**
 * The rows of a list in one frame. The frame of a row is valid until the next row is asked for.
 * Confined to one thread.
 */
final class Rows {
    private static final @Nullable Object[] NONE = {};

    private final Loop loop;
    private final @Nullable Object[] items;
    private final Frame frame;

    private Rows(Loop loop, @Nullable Object[] items, Frame frame) {
        this.loop = loop;
        this.items = items;
        this.frame = frame;
    }

    static Rows of(Loop loop, Frame frame) {
        return new Rows(loop, items(loop.items().eval(frame), loop), frame.fork());
    }

    int size() {
        return items.length;
    }

    @Nullable Object item(int index) {
        return items[index];
    }

    /** The frame of the row, the same object for all rows. */
    Frame at(int index) {
        frame.set(loop.variable(), items[index]);
        if (loop.indexVariable() >= 0) frame.set(loop.indexVariable(), index);
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

    private static @Nullable Object[] items(@Nullable Object value, Loop loop) {
        return switch (value) {
            case null -> NONE;
            case Collection<?> collection -> collection.isEmpty() ? NONE : collection.toArray();
            case Object[] array -> array;
            case Map<?, ?> map -> map.entrySet().toArray();
            default -> boxed(value, loop);
        };
    }

    private static @Nullable Object[] boxed(Object value, Loop loop) {
        if (!value.getClass().isArray())
            throw new LiveletException(
                    loop.source()
                            + ": a "
                            + value.getClass().getName()
                            + " cannot be looped over; give a List");
        @Nullable Object[] boxed = new @Nullable Object[Array.getLength(value)];
        for (int i = 0; i < boxed.length; i++) boxed[i] = Array.get(value, i);
        return boxed;
    }
}
