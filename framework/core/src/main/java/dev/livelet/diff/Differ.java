package dev.livelet.diff;

import dev.livelet.expression.Frame;
import dev.livelet.expression.Reads;
import dev.livelet.state.Structure;
import dev.livelet.template.CompiledTemplate;
import dev.livelet.template.Fragment;

import java.util.Objects;

/**
 * The patch between two states, as a pure function: nothing that was rendered is kept. Only slots
 * whose read-set meets what has changed are evaluated, for both states, and written where the
 * results differ. Runs on the caller's thread; what an expression throws comes out, and the writer
 * then holds a part of a patch.
 */
public final class Differ {
    private Differ() {}

    /**
     * Writes {@code slot, patch, slot, patch, …} into the array that the writer has open.
     *
     * @return whether anything was written
     */
    public static boolean diff(
            CompiledTemplate<?> template, Frame before, Frame after, PatchWriter out) {
        return diff(template.root(), before, after, out);
    }

    static boolean diff(Fragment root, Frame before, Frame after, PatchWriter out) {
        return new FragmentDiff(out, FragmentDiff.NOWHERE)
                .fragment(root, before, after, changed(before, after), FragmentDiff.OFF);
    }

    /**
     * As {@link #diff}, but the part at {@code path} (as in a heal frame: slots and row indices of
     * {@code before}) is replaced, or the smallest part around it that can be.
     *
     * @return false where only the whole page can be: nothing was written, the caller renders in
     *     full
     */
    public static boolean heal(
            CompiledTemplate<?> template, Frame before, Frame after, int[] path, PatchWriter out) {
        return heal(template.root(), before, after, path, out);
    }

    static boolean heal(Fragment root, Frame before, Frame after, int[] path, PatchWriter out) {
        int mark = out.size();
        for (int length = path.length; length > 0; length--) {
            int[] part = java.util.Arrays.copyOf(path, length);
            FragmentDiff diff = new FragmentDiff(out, part);
            diff.fragment(root, before, after, changed(before, after), 0);
            if (!diff.partCannotBeReplaced()) return true;
            out.reset(mark);
        }
        return false;
    }

    /** Writes the full value of each slot into the array that the writer has open. */
    public static void full(CompiledTemplate<?> template, Frame frame, PatchWriter out) {
        new FullValues(out).fragment(template.root(), frame);
    }

    /** The memo of patches that many pages share, for its counters. */
    public static PatchMemo memo() {
        return PatchMemo.INSTANCE;
    }

    private static long changed(Frame before, Frame after) {
        long changed =
                Structure.changed(
                        Objects.requireNonNull(before.get(0)),
                        Objects.requireNonNull(after.get(0)));
        return before.context().equals(after.context()) ? changed : changed | Reads.CONTEXT;
    }
}
