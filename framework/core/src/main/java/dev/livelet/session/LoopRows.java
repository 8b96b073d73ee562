package dev.livelet.session;

import dev.livelet.expression.Frame;
import dev.livelet.template.TemplateSlot;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** The rows that a list has in one frame. Confined to one thread. */
record LoopRows(TemplateSlot.Loop loop, @Nullable Object[] items, Frame around) {
    static LoopRows of(TemplateSlot.Loop loop, Frame around) {
        return new LoopRows(loop, loop.itemsIn(around), around);
    }

    int size() {
        return items.length;
    }

    @Nullable Object item(int index) {
        return items[index];
    }

    /** A frame of the row's own. */
    Frame frame(int index) {
        Frame row = around.fork();
        loop.enter(row, items[index], index);
        return row;
    }

    /** The row's key; its number where the template has no key. */
    @Nullable Object key(int index) {
        return loop.key() == null ? (Object) index : loop.key().eval(frame(index));
    }

    /** How many rows before this one have its key: rows with one key are told apart by that. */
    int ordinal(int index, @Nullable Object key) {
        if (loop.key() == null) return 0;
        Frame row = around.fork();
        int ordinal = 0;
        for (int i = 0; i < index; i++) if (hasKey(row, i, key)) ordinal++;
        return ordinal;
    }

    /**
     * The row with this key and ordinal; -1 when there is none. Without a key the row of that
     * number, whatever it shows now: who needs the row that was seen compares the items.
     */
    int find(@Nullable Object key, int ordinal) {
        if (loop.key() == null)
            return key instanceof Integer index && index < items.length ? index : -1;
        Frame row = around.fork();
        int rest = ordinal;
        for (int i = 0; i < items.length; i++) {
            if (hasKey(row, i, key) && rest-- == 0) return i;
        }
        return -1;
    }

    private boolean hasKey(Frame row, int index, @Nullable Object key) {
        loop.enter(row, items[index], index);
        return loop.key() != null && Objects.equals(loop.key().eval(row), key);
    }
}
