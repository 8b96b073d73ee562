package dev.livelet.diff;

import dev.livelet.RenderContext;
import dev.livelet.Shared;
import dev.livelet.expression.Frame;
import dev.livelet.expression.Reads;
import dev.livelet.state.RecordShape;
import dev.livelet.template.TemplateSlot;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * All that the patch of a list depends on: the slot, the render contexts, and every value that it
 * reads, old and new. Small values are compared by what they are, all others by identity.
 *
 * <p>There is a key where all the list reads are {@link Shared} and small values, as other pages
 * may have the same. A long list in a state of its own gets one too, from the second time on that
 * the same values are seen: a list that was published to many pages is one object in all of them.
 */
final class PatchKey {
    private static final int LONG = 64;
    private static final int SEEN = 1024;

    /** Hashes of keys that were seen once. Races lose a note, no more. */
    private static final int[] ONCE = new int[SEEN];

    private final TemplateSlot.Loop slot;
    private final RenderContext before;
    private final RenderContext after;
    private final List<@Nullable Object> values;
    private final int hash;

    private PatchKey(
            TemplateSlot.Loop slot,
            RenderContext before,
            RenderContext after,
            List<@Nullable Object> values) {
        this.slot = slot;
        this.before = before;
        this.after = after;
        this.values = values;
        int sum = System.identityHashCode(slot);
        for (Object value : values)
            sum = 31 * sum + (small(value) ? hashOf(value) : System.identityHashCode(value));
        hash = sum;
    }

    /** The key of a list's patch, or null where remembering it would not pay. */
    static @Nullable PatchKey of(TemplateSlot.Loop slot, Frame before, Frame after) {
        if (Slowed.MEMO) return null;
        List<@Nullable Object> values = new ArrayList<>();
        if (!collect(slot.reads(), before, values) || !collect(slot.reads(), after, values))
            return null;
        boolean shared = false;
        boolean own = false;
        boolean rows = false;
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value instanceof Shared<?> one) {
                shared = true;
                values.set(i, one.value());
            } else if (!small(value)) {
                own = true;
                rows |= value instanceof Collection<?> collection && collection.size() >= LONG;
            }
        }
        if (own ? !rows : !shared) return null;
        PatchKey key = new PatchKey(slot, before.context(), after.context(), values);
        return own && !key.seenBefore() ? null : key;
    }

    private boolean seenBefore() {
        int place = (hash ^ hash >>> 10 ^ hash >>> 20) & SEEN - 1;
        if (ONCE[place] == hash) return true;
        ONCE[place] = hash;
        return false;
    }

    /**
     * @return false where the list reads what no two pages have in common
     */
    private static boolean collect(long reads, Frame frame, List<@Nullable Object> values) {
        Object record = frame.get(0);
        if (record == null) return false;
        RecordShape shape = RecordShape.of(record.getClass());
        for (int i = 0; i < shape.size(); i++)
            if (Reads.meet(reads, Reads.component(i)) && !add(shape.get(record, i), values))
                return false;
        for (int i = 1; i < frame.size(); i++)
            if (Reads.meet(reads, Reads.variable(i)) && !add(frame.get(i), values)) return false;
        return true;
    }

    private static boolean add(@Nullable Object value, List<@Nullable Object> values) {
        values.add(value);
        return !(value instanceof dev.livelet.Slot);
    }

    /** Values of the JDK that are compared by what they are. */
    private static boolean small(@Nullable Object value) {
        return value == null
                || value instanceof String
                || value instanceof Number && value.getClass().getName().startsWith("java.lang.")
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof Enum<?>;
    }

    private static int hashOf(@Nullable Object small) {
        return small == null ? 0 : small.hashCode();
    }

    private static boolean same(@Nullable Object a, @Nullable Object b) {
        return a == b
                || a != null
                        && b != null
                        && a.getClass() == b.getClass()
                        && small(a)
                        && a.equals(b);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof PatchKey that)
                || hash != that.hash
                || slot != that.slot
                || values.size() != that.values.size()
                || !before.equals(that.before)
                || !after.equals(that.after)) return false;
        for (int i = 0; i < values.size(); i++)
            if (!same(values.get(i), that.values.get(i))) return false;
        return true;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
